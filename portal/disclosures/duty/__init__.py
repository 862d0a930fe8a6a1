"""The duty to tell the person of an entry: not yet, no way, told, or locked. Two people wherever it is put off."""

from portal.disclosures.duty.moves import begin, move
from portal.disclosures.duty.rules import Given, Limits
from portal.disclosures.duty.telling import first_words, tell, told_in_an_answer

__all__ = ["Given", "Limits", "begin", "first_words", "move", "tell", "told_in_an_answer"]
