"""From facts to sentences, in the reader's language and at the reader's hour."""
