"""Search over what everybody may read. What somebody searches for is kept nowhere."""
