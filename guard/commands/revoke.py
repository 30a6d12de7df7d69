"""`guard revoke`: an approval, or evidence, struck out from here on."""

from __future__ import annotations

from guard.acts import revoking
from guard.acts.proposal import Against
from guard.commands._act import Act, is_brought, signing_options
from guard.commands._signing import carried_out
from guard.errors import UsageError
from guard.model.persons import keyed
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from guard.acts.ground import Ground
    from guard.acts.proposal import Proposal
    from guard.acts.signer import Hand

COMMAND = "guard revoke"
DESCRIPTION = (
    "Strike out an approval, or evidence, by its id, or by eight digits of it at least. The log keeps both: what is\n"
    "struck out counts for nothing from here on, and cannot be brought back, only said once more. Anybody whom the\n"
    "policy lists as a person may do it; a machine takes back what it said itself.\n"
)
EPILOG = (
    "examples:\n"
    "  guard revoke 3f2a90c1 --reason 'approved the wrong version'\n"
    "  guard revoke sha256:3f2a90c1 --as dana --request revoke.req\n\n"
    "exit codes: 0 recorded, or the request is written; 1 refused: a key that approves nothing; 2 usage; 3 a\n"
    "person answers here, and nobody did; 4 what was signed is no longer so; 5 cannot establish, or not recorded\n"
)


def parser() -> Words:
    """The options of `guard revoke`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("entry", metavar="ID", nargs="?", help="the entry; guard log show lists them")
    signing_options(words)
    return words


def main(words: list[str]) -> int:
    """Show, sign, record."""
    asked = parser().parse_args(words)
    if asked.entry is None and not is_brought(asked):
        raise UsageError(f"say which entry: its id, as guard log show tells it ({COMMAND} --help)")
    return carried_out(asked, Act(COMMAND, "revocation", ("person", "machine"), True, _fresh, _again, _able))


def _fresh(ground: Ground, hand: Hand, asked: argparse.Namespace, reason: str) -> Proposal | Against:
    """As the command line says it."""
    return _proposal(ground, hand, asked.entry, reason, ground.now)


def _again(ground: Ground, hand: Hand, asked: argparse.Namespace, payload: dict[str, Any]) -> Proposal | Against:
    """As it was signed."""
    return _proposal(ground, hand, asked.entry or payload["entry"], payload["reason"], payload["at"])


def _able(ground: Ground, asked: argparse.Namespace) -> tuple[str, ...]:
    """Everybody who can sign."""
    del asked
    return keyed(ground.policy)


def _proposal(ground: Ground, hand: Hand, named: str, reason: str, at: int) -> Proposal | Against:
    entry = revoking.struck(ground, named)
    against = revoking.against(ground.policy, entry, hand.name, hand.kind == "machine")
    return Against(against) if against else revoking.proposal(ground, entry, hand.name, hand.key, reason, at)
