"""The desk's own work on a case: who may open it, notes, tasks, links, hand-overs, and care for who reads it."""
