"""Workers, what they may do, their sign-in and everybody's server-side sessions."""
