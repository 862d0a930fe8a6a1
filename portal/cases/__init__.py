"""The work on one right inside a request: its states, its clock."""
