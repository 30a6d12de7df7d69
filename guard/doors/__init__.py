"""The only rooms that touch the outside; each wraps one thing."""
