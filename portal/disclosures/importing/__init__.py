"""An old log comes into the register: read, mapped, tried, taken row by row or not at all, and undone within a day."""
