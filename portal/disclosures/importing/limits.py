"""How much a file may hold, and the refusal of one that holds more or cannot be read."""

from portal.core.errors import RuleBroken

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
MOST_INSIDE = 100 * 1024 * 1024  # bytes of the parts of a workbook that are read, opened
MOST_TIMES = 200  # a workbook is rarely more than twenty times smaller than what is in it
MOST_PARTS = 1_000


class FileRefused(RuleBroken):
    """The file cannot be taken. The message says what to do about it, and holds nothing of the file."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")
