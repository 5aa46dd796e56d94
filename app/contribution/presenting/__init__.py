"""What proposals and listings look like to those who write them."""
