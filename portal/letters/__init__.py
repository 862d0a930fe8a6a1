"""What our letters say: texts with merge fields, filled from frozen values. Knows no database and sends nothing."""

from portal.letters.fields import Fields, Routes
from portal.letters.kinds import LetterKind
from portal.letters.letter_set import LetterSet
from portal.letters.texts import Letter, Letters, LetterText, write

__all__ = ["Fields", "Letter", "LetterKind", "LetterSet", "LetterText", "Letters", "Routes", "write"]
