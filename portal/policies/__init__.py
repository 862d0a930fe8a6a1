"""What the organisation promises: packs, policies, their versions and clauses."""
