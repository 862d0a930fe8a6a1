"""Why something is not given or not done: the coded list (law: DPA 2018 Schs 2 and 3; UK GDPR Arts 12, 15 to 21). Pure.

Grounds that may not be named without doing the harm they guard against (a tip-off, national security, what a young
person said in confidence, signs of abuse when a parent asks) are not on the list: such an answer is the letter with the
same words for "nothing to give" and "cannot be confirmed".
"""

from dataclasses import dataclass

ACCESS, ERASURE, RECTIFICATION = "access", "erasure", "rectification"
RESTRICTION, OBJECTION, PORTABILITY = "restriction", "objection", "portability"
EVERY = frozenset({ACCESS, ERASURE, RECTIFICATION, RESTRICTION, OBJECTION, PORTABILITY})


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its code, its name for staff, the law, the clocks of the rights it is for, what the person reads."""

    code: str
    name: str
    law: str
    clocks: frozenset[str]
    said: str
    needs: str = ""


def _g(code: str, name: str, law: str, clocks: str, said: str, needs: str = "") -> Ground:
    return Ground(code, name, law, frozenset(clocks.split()) if clocks else EVERY, said, needs)


GROUNDS: tuple[Ground, ...] = (
    _g(
        "third",
        "About somebody else too",
        "DPA 2018 Sch 2 para 16",
        ACCESS,
        "It is about other people too, and it is theirs to share.",
        "Weigh all five points of para 16(3). Never name them.",
    ),
    _g(
        "crime",
        "Would harm the work on a crime",
        "DPA 2018 Sch 2 para 2",
        ACCESS,
        "Telling it could harm work on a crime.",
        "Only when saying so does no harm. If it could, use the letter for nothing to give.",
    ),
    _g(
        "lpp",
        "Legal advice",
        "DPA 2018 Sch 2 para 19",
        ACCESS,
        "It is advice from a lawyer, and the law keeps that private.",
        "Ask the solicitor.",
    ),
    _g(
        "self-incrimination",
        "Self-incrimination",
        "DPA 2018 Sch 2 para 20",
        ACCESS,
        "The law lets us keep this back.",
        "Ask the solicitor.",
    ),
    _g(
        "reference",
        "Confidential reference",
        "DPA 2018 Sch 2 para 24",
        ACCESS,
        "It is a reference that was given in private.",
    ),
    _g("planning", "Planning", "DPA 2018 Sch 2 para 22", ACCESS, "It is about plans of ours that are still private."),
    _g("negotiations", "Negotiations", "DPA 2018 Sch 2 para 23", ACCESS, "It is about talks that are still going on."),
    _g(
        "health-harm",
        "Health: serious harm",
        "DPA 2018 Sch 3 para 5",
        ACCESS,
        "Someone who works in health told us that reading it could do serious harm.",
        "Needs the opinion of the right health professional, not older than 6 months. Agree the words with them.",
    ),
    _g(
        "health-opinion",
        "Health: an opinion is needed first",
        "DPA 2018 Sch 3 para 6",
        ACCESS,
        "We must ask someone who works in health first.",
        "The clock does not stop for it.",
    ),
    _g(
        "social-work-harm",
        "Social work data",
        "DPA 2018 Sch 3 para 11",
        ACCESS,
        "It came from social work, and the law lets us keep it back.",
        "Only for what came from a council or a body named in Sch 3 para 8, never for our own notes.",
    ),
    _g(
        "school-harm",
        "School records",
        "DPA 2018 Sch 3 para 19",
        ACCESS,
        "It is from a school, and the law lets us keep it back.",
        "Only for records of a school. Ask the school.",
    ),
    _g(
        "search",
        "Beyond a reasonable search",
        "Art 15(1A)",
        ACCESS,
        "We looked in all the places where it is fair to ask us to look.",
        "The search log has to show it.",
    ),
    _g(
        "still-needed",
        "Still needed",
        "Art 17(1)",
        ERASURE,
        "We still need it for what it was kept for.",
        "Say what for. Never because it is useful.",
    ),
    _g(
        "legal-duty",
        "The law says we must keep it",
        "Art 17(3)(b)",
        ERASURE,
        "The law says that we must keep it.",
        "Name the law to the approver.",
    ),
    _g(
        "legal-claims",
        "Legal claims",
        "Art 17(3)(e), 21(1)",
        f"{ERASURE} {OBJECTION}",
        "It may be needed in a court case.",
    ),
    _g("free-expression", "Free expression", "Art 17(3)(a)", ERASURE, "People have a right to say and to read it."),
    _g("public-health", "Public health", "Art 17(3)(c)", ERASURE, "It is needed to keep many people well."),
    _g(
        "research",
        "Archive, research, statistics",
        "Art 17(3)(d)",
        ERASURE,
        "It is needed for research, and the law lets us keep it for that.",
    ),
    _g(
        "not-wrong",
        "It is not wrong",
        "Art 16; DPA 2018 s.205(1)",
        RECTIFICATION,
        "We looked at it, and we do not think that it is wrong.",
        "An opinion stays. It can carry their side.",
    ),
    _g(
        "no-freeze-ground",
        "No ground for a freeze",
        "Art 18(1)",
        RESTRICTION,
        "None of the cases in which the law asks for a freeze fits.",
    ),
    _g(
        "compelling",
        "Compelling grounds",
        "Art 21(1)",
        OBJECTION,
        "We have very strong reasons to go on, and we weighed them against yours.",
        "Never for marketing: nothing outweighs that.",
    ),
    _g(
        "not-portable",
        "Not held on consent or contract",
        "Art 20(1)",
        PORTABILITY,
        "This right is only for what you gave us because you agreed, or had a deal with us.",
    ),
    _g(
        "others-rights",
        "Rights of others",
        "Art 20(4)",
        PORTABILITY,
        "It is about other people too, and it is theirs to share.",
    ),
    _g(
        "unfounded",
        "Manifestly unfounded",
        "Art 12(5)",
        "",
        "The law lets us say no when a request is not really meant to use this right.",
        "Rare. Write the evidence down. Rude words alone are not enough.",
    ),
    _g(
        "excessive",
        "Manifestly excessive",
        "Art 12(5)",
        "",
        "The law lets us say no when the same thing is asked too often.",
        "Rare. Write the evidence down.",
    ),
)

BY_CODE = {ground.code: ground for ground in GROUNDS}


def grounds_for(clock: str) -> tuple[Ground, ...]:
    """The grounds that the law knows for rights on that clock (`requests.kinds.CLOCK_OF`)."""
    return tuple(ground for ground in GROUNDS if clock in ground.clocks)
