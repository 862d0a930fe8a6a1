"""Whose entry it is: what fits a request, and which entries of the register are of one person."""
