"""What `make` does: install, start, test. Standard library only: it runs before anything is installed."""
