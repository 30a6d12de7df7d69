"""What counts: policy and plans as they stand on the trusted branch, or in a directory outside the work tree.

Never as the change set under judgement rewrites them. The trusted ref is found in one fixed order (ref.py), resolved
once to an object id, and that id is what every report prints; the documents are read there (documents.py).
"""

from __future__ import annotations

from guard.trust.documents import Trusted, keep, read
from guard.trust.ref import INSTALLED, trusted_commit

__all__ = ["INSTALLED", "Trusted", "keep", "read", "trusted_commit"]
