"""Harnesses of agents: one file for each wire format; what a call would do is judged in one place for all of them."""
