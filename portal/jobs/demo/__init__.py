"""A lively case-load to look around in. Everybody in it is made up and says so."""
