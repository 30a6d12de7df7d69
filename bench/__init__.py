"""The bench: guard and its floor in turn, in one run, as a table of ratios and counts (docs/benchmarks.md)."""
