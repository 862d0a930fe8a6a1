"""Cells of a table for a spreadsheet."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """The cell, with a mark before what a spreadsheet would take for a formula and carry out."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
