"""The forms of the young person's screens."""
