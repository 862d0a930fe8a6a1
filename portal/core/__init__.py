"""What knows nothing of our subject: base, clock, calendars, errors, formatting, reading."""
