"""What a person asked in one go: intake, kinds, code and words, contact card."""
