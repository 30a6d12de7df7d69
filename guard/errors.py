"""What guard raises: it could not establish something, or it was asked with the wrong words.

Findings are values, never raised.
"""

from __future__ import annotations


class GuardError(Exception):
    """Guard lacks what it needs: what is missing, where, and how a person or an agent mends it.

    Fails closed as `cannot-establish`.
    """

    def __init__(self, rule: str, what: str, where: str, mend: str) -> None:
        super().__init__(f"{rule}: {what} ({where})")
        self.rule = rule
        self.what = what
        self.where = where
        self.mend = mend


class UsageError(Exception):
    """Wrong words on the command line, nothing else."""
