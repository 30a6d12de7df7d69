"""The door to a model: one request out, one answer in; the one room that knows the SDK of its maker."""
