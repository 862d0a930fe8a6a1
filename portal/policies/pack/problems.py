"""What is wrong with a pack: every problem at once, each with its file and line."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.core.errors import PortalError

MOST_SHOWN = 200  # problems: who mends these sees the rest the next time


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an editor has to mend. `file` is counted from the pack's folder; lines start at 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class PackProblems(PortalError):
    """The pack cannot be used as it stands. `problems` holds all of them, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(["The pack has problems.", *self.lines]))

    @property
    def lines(self) -> list[str]:
        """The problems to print, one a line: the first of them, and how many there are besides."""
        more = len(self.problems) - MOST_SHOWN
        shown = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        return [*shown, f"and {more:,} more"] if more > 0 else shown
