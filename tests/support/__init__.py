"""What tests share: the seeded instance, the client that refuses ill-made pages, the closing summary."""
