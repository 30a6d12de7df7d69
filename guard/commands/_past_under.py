"""The policy for a look at the past: the one that counts, the one that stands here, or what guard init writes."""

from __future__ import annotations

import os

from guard.compile import compile_document
from guard.drafts import plain
from guard.escape import shell_word
from guard.model.kind import KINDS
from guard.model.policy import POLICY_FILE, policy_from
from guard.trust.documents import trusted_by
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard.doors.git.repository import Repository
    from guard.model.policy import Policy
    from guard.trust import Trusted

    Whose = Literal["trusted", "here", "init"]

ADOPT = "guard init    writes the smallest policy, in shadow mode: guard tells this of every new change"
COUNTS = "the policy that stands here counts from its landing on {} on"


class Under(NamedTuple):
    """The documents, whose policy it is, and the one next command; "" where guard counts already."""

    trusted: Trusted
    whose: Whose
    next: str = ""

    def rules(self) -> str:
        """What each landing was judged under; it names no branch."""
        version = f"policy version {self.trusted.policy.version}"
        told = {
            "trusted": version,
            "here": f"{version} as it stands here, which has not landed",
            "init": f"the policy guard init would write (no {POLICY_FILE} yet)",
        }
        return told[self.whose]

    def words(self) -> str:
        """The same with the branch that it counts on."""
        return self.rules() + (f" of {self.trusted.ref}" if self.whose == "trusted" else "")


def under(repository: Repository, trusted: Trusted) -> Under:
    """Where no policy counts yet nothing blocks: it says what a team would see from its landing on."""
    if trusted.adopted:
        return Under(trusted, "trusted")
    text = plain.contents(repository.place.top, POLICY_FILE.encode(), KINDS["policy"].size)
    if text is not None:
        return Under(_with(trusted, _read(text)), "here", _landing(repository, trusted))
    return Under(_with(trusted, _proposed(repository)), "init", ADOPT)


def _with(trusted: Trusted, policy: Policy) -> Trusted:
    return trusted_by(trusted.ref, trusted.oid, [policy], ())._replace(adopted=False)


def _read(text: bytes) -> Policy:
    compiled = compile_document("policy", POLICY_FILE, text)
    data, lines = compiled["data"], compiled["lines"]
    assert isinstance(data, dict) and isinstance(lines, dict)  # noqa: PT018
    return policy_from(data, POLICY_FILE, lines)


def _proposed(repository: Repository) -> Policy:
    """What guard init would write; and of each folder of SQL what a setting of today says of its dialect.

    Where a setting says it the policy need not: but a landing may be older than that setting.
    """
    from guard.commands.init import _found, _policy

    here = _found.found(repository)
    policy = _read(_policy.text(here, _policy.adopter(here, None, (), "")).encode())
    dialects = {pattern: home.dialect for pattern, home in _policy.declared(here, by_settings=True).items()}
    data = {**policy.data, "dialects": dialects}
    return policy_from(data, f"the {POLICY_FILE} that guard init would write")


def _landing(repository: Repository, trusted: Trusted) -> str:
    """It is committed here, or that is what comes next."""
    from guard.commands.init._step import MESSAGE, committed

    counts = COUNTS.format(trusted.ref)
    if committed(repository):
        return f"land this branch    {counts}"
    path = os.path.relpath(os.path.join(os.fsencode(repository.place.top), POLICY_FILE.encode()), os.getcwdb())
    word = shell_word(path)
    return f'git add -- {word} && git commit -m "{MESSAGE}" -- {word}    {counts}'
