"""Every way a change arrives: git hooks now; agent harnesses, CI hosts and servers as they come."""
