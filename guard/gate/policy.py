"""The policy that whoever verifies receipts has at hand: a file, or a trust directory; no repository is needed."""

from __future__ import annotations

import os

from guard.compile import compile_document
from guard.doors.files import content
from guard.errors import GuardError
from guard.escape import shown
from guard.model.kind import KINDS
from guard.model.policy import policy_from
from guard.trust.documents import trusted_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.policy import Policy

NAME = "policy.yaml"


def in_folder(folder: str) -> Policy:
    """The policy of a trust directory, laid out as .guard."""
    return in_file(os.path.join(folder, NAME))


def in_file(path: str) -> Policy:
    """The policy of this file, where it is a valid one and this guard may judge by it."""
    place = shown(os.fsencode(path))
    try:
        text = content(path, KINDS["policy"].size + 1)
    except OSError as error:
        mend = "name the file that the owners of the policy put there: --policy FILE"
        raise GuardError("G818", f"the policy cannot be read: {error.strerror}", place, mend) from error
    compiled = compile_document("policy", place, text)
    data, lines = compiled["data"], compiled["lines"]
    assert isinstance(data, dict) and isinstance(lines, dict)  # noqa: PT018
    return trusted_by(f"--policy {place}", b"", [policy_from(data, place, lines)], ()).policy
