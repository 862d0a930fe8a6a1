"""The register: every time somebody outside was told about a person."""
