"""What a tree knows by name (guard.model.known): one file a kind of register, each read from blobs of that tree."""
