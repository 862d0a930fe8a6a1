"""What can happen to the people of the register: each act is a worker's, says why, and can be undone."""

from portal.disclosures.people.service.apart import say_apart, split
from portal.disclosures.people.service.join import join
from portal.disclosures.people.service.undo import undo

__all__ = ["join", "say_apart", "split", "undo"]
