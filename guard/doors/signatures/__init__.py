"""The door of signatures: whether one holds, and how a person makes one. guard never holds a private key."""
