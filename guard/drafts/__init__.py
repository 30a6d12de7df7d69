"""Documents as they stand in a folder, before they land: policy, plans, and what stands beside a plan.

What is read here counts for nothing; it is what its writer is told about. Documents that count are read by guard.trust.
"""

from __future__ import annotations

from guard.drafts.beside import beside, blob_id, digest_of, manifests, narrative
from guard.drafts.folder import File, Folder, draft, named, open_folder, top

__all__ = [
    "File",
    "Folder",
    "beside",
    "blob_id",
    "digest_of",
    "draft",
    "manifests",
    "named",
    "narrative",
    "open_folder",
    "top",
]
