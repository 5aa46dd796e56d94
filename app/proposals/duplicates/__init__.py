"""Two listings that may be one: found by likeness, merged by an agent, parted again when that was wrong."""
