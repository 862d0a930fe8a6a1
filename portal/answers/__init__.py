"""What goes back to the person: written, made, approved, released."""
