"""What the agents' desk reads besides the queue: every listing, its past, what is missing."""
