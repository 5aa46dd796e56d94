"""From the address of a search to a `SearchQuery`, and back to addresses."""
