"""The gate: whether a phase may run now, in one environment; and the receipt that says so, signed and verified."""
