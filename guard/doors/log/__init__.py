"""The log door: branch `guard-log` as git has it, read link by link, appended to, and brought together with a remote."""
