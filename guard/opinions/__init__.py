"""A reading by a model: what is sent, what of the answer counts, and how it is kept; it adds questions and no more."""
