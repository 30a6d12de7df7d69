"""The log door: branch `guard-log` as git has it, read link by link, appended to, brought together with a remote."""
