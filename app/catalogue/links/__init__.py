"""The web addresses of listings: which of them still answer, and since when the others do not."""
