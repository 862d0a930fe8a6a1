"""Is it them? Asked as little as will do, decided by a worker, and what they told is gone soon after."""
