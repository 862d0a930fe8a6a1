"""What becomes of a complaint: which case it is about, how it goes, and an outcome that two people stand for."""
