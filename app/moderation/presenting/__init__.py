"""What agents read: values, differences, rows of the queue, in French."""
