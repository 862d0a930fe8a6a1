"""The charity's public numbers: how often it told somebody, and how it answered what it was asked."""
