"""Shares of many at once: research sets, observers, statistics, law requests; who is in each, and who opted out."""
