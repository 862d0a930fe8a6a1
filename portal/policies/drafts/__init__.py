"""The next version of a policy, from its first change to its publication by a second person."""
