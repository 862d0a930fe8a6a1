"""How the desk is doing, in figures that name nobody."""
