"""What a person and staff write to each other inside a request."""
