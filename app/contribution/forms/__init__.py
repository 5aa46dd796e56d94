"""What structures and families type, section by section."""
