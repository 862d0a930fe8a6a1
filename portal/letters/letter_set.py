"""The texts of one organisation with its three routes: all that writing one of its letters takes. Pure."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from portal.letters.fields import OF_KIND, Routes
from portal.letters.kinds import LetterKind
from portal.letters.texts import Letter, Letters, write


@dataclass(frozen=True, slots=True)
class LetterSet:
    """What our letters are written from."""

    texts: Letters
    routes: Routes

    def write(self, kind: LetterKind, **said: Any) -> Letter:
        """The letter of that kind. `said`: its merge fields, without the routes. Raises as `texts.write`."""
        return write(self.texts, OF_KIND[kind](**dataclasses.asdict(self.routes), **said))
