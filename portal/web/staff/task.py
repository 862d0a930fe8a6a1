"""One task on the page of today."""

from dataclasses import dataclass

# how a task is called when there is one of it, where that is another word
ONE = {
    "Late cases of yours": "Late case of yours",
    "Late cases": "Late case",
    "New messages": "New message",
    "Paused cases in which an answer came": "Paused case in which an answer came",
    "Complaints to acknowledge": "Complaint to acknowledge",
    "Cases due in the next 5 working days": "Case due in the next 5 working days",
    "New cases that nobody has": "New case that nobody has",
    "Answers to approve": "Answer to approve",
    "Approved answers to release": "Approved answer to release",
    "Questions to answer": "Question to answer",
    "Answers and rules to publish": "Answer or rule to publish",
    "Jobs that were given up": "Job that was given up",
    "Drafts of yours that are not logged yet": "Draft of yours that is not logged yet",
    "Answers to look at before they leave": "Answer to look at before it leaves",
    "Locks to decide on": "Lock to decide on",
    "Locks to look at again": "Lock to look at again",
    "Cases with recipients to tell of a change": "Case with recipients to tell of a change",
    "Sets that wait for a second person": "Set that waits for a second person",
    "Sets whose receivers have to hear of an opt-out": "Set whose receiver has to hear of an opt-out",
    "Debriefs asked for": "Debrief asked for",
    "Notes from colleagues, about how it goes": "Note from a colleague, about how it goes",
    "E-mails to workers that did not leave": "E-mail to a worker that did not leave",
}


@dataclass(frozen=True, slots=True)
class Task:
    """So many of these wait, behind this address. `urgent`: somebody was promised sooner."""

    count: int
    words: str
    href: str
    urgent: bool = False

    @property
    def said(self) -> str:
        """The words that go with the count."""
        return ONE.get(self.words, self.words) if self.count == 1 else self.words
