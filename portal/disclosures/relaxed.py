"""What is asked of an entry that a worker writes today, and not of one that came from an old log, each with why.

What an old log does not have is "not recorded", to staff and to the person. Nothing is made up in its place.
"""

NOT_RECORDED = "not-recorded"
NO_RULE = (NOT_RECORDED, 0, NOT_RECORDED)  # policy, version and clause of an entry whose log names no rule

# the field whose rules are let go -> why
RELAXED = {
    "why": "many logs have no column for it; the person is told that we did not write it down",
    "what": "the same",
    "fields": "the same, piece by piece",
    "recipients": "the kind of organisation is there; its name may never have been written down",
    "no_consent_reason": "nobody can say years later why somebody was not asked",
    "told_note": "the same; such an entry is looked at again on a day that the import asks for",
    "feedback_words": "that we heard back is kept, also when the words are lost",
    "late_reason": "an old log is late by its nature",
}
