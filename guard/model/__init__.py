"""Frozen values and pure questions about them; no input or output, no SDK."""
