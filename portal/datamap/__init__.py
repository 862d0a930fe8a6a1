"""What is kept: per service what, why, where, who sees it, and for how long."""
