"""`guard attest`: a fact about the world, said by a machine, or by a person where no machine says it."""

from __future__ import annotations

from guard.acts import attesting
from guard.acts.attesting import Claim
from guard.acts.proposal import Against
from guard.commands._act import UNSAID, Act, is_brought, signing_options
from guard.commands._signing import carried_out
from guard.errors import UsageError
from guard.escape import shown
from guard.grammar.edge import FACTS, LARGEST
from guard.model.persons import keyed
from guard.words import Words, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from guard.acts.ground import Ground
    from guard.acts.proposal import Proposal
    from guard.acts.signer import Hand

COMMAND = "guard attest"
DESCRIPTION = (
    "Say what is so in the world, of one phase: that it is complete, deployed, backfilled, drained or rehearsed.\n"
    "The next phase rests on it. A machine that the policy lists for the fact signs unattended, with --as and --key;\n"
    "where no machine attests it, a person does, at a terminal.\n"
)
EPILOG = (
    "examples:\n"
    "  guard attest deployed --plan split-name --phase expand --service api --as deploy --key /run/keys/deploy\n"
    "  guard attest deployed --plan split-name --phase expand --env staging --commit v1.4.0\n"
    "  guard attest backfilled --plan split-name --phase backfill --remaining 0\n"
    "  guard attest complete --plan rotate-key --phase vault --reason 'the old key is gone from the vault'\n\n"
    "exit codes: 0 recorded, or the request is written; 1 refused: the word of this key would not be believed;\n"
    "2 usage; 3 a person answers here, and nobody did; 4 what was signed is no longer so; 5 cannot establish, or not\n"
    "recorded\n"
)
FUTURE = "a fact is attested once it is so: --at is not later than now"


def parser() -> Words:
    """The options of `guard attest`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("fact", metavar="FACT", nargs="?", choices=tuple(FACTS), help=", ".join(FACTS))
    words.add_argument("--plan", metavar="ID", help="the plan it is about")
    words.add_argument("--phase", metavar="NAME", help="the phase it is about")
    words.add_argument("--env", metavar="NAME", help="the environment; else that of the policy")
    words.add_argument("--service", metavar="NAME", help="the service it was seen at, of those that the policy names")
    words.add_argument("--commit", metavar="REV", help="what runs there; else the tip of the trusted branch")
    for key in dict.fromkeys([key for keys in FACTS.values() for key in keys]):
        words.add_argument(f"--{key}", metavar="N", help=f"the same as --value {key}=N")
    words.add_argument("--value", metavar="KEY=N", action="append", default=[], help="a number that was counted")
    how = words.add_mutually_exclusive_group()
    seen = "the signer saw it (a machine's default)"
    how.add_argument("--observed", dest="how", action="store_const", const="observed", help=seen)
    told = "the signer was told (a person's default)"
    how.add_argument("--attested", dest="how", action="store_const", const="attested", help=told)
    words.add_argument("--at", metavar="TIME", help="when it was so, such as 2026-12-01T08:00:00Z; else now")
    signing_options(words)
    return words


def main(words: list[str]) -> int:
    """Show, sign, record."""
    asked = parser().parse_args(words)
    if not is_brought(asked):
        lacking = [name for name in ("fact", "plan", "phase") if getattr(asked, name) is None]
        if lacking:
            named = " and ".join([name.upper() if name == "fact" else f"--{name}" for name in lacking])
            raise UsageError(f"say what is so, of which phase: {named} ({COMMAND} --help)")
    return carried_out(asked, Act(COMMAND, "evidence", ("person", "machine"), False, _fresh, _again, _able))


def _fresh(ground: Ground, hand: Hand, asked: argparse.Namespace, reason: str) -> Proposal | Against:
    """As the command line says it."""
    at = _time(asked.at, ground.now)
    claim = Claim(
        asked.fact,
        asked.plan,
        asked.phase,
        asked.env or "",
        asked.service or "",
        asked.commit or "",
        _values(asked),
        asked.how or "",
        "" if reason == UNSAID else reason,
    )
    return _proposal(ground, hand, attesting.checked(ground, claim), at)


def _again(ground: Ground, hand: Hand, asked: argparse.Namespace, payload: dict[str, Any]) -> Proposal | Against:
    """As it was signed."""
    del asked
    claim = Claim(
        payload["fact"],
        payload["plan"],
        payload["phase"],
        payload["env"],
        payload.get("service", ""),
        payload["commit"],
        tuple(sorted(payload.get("values", {}).items())),
        payload["how"],
        payload.get("reason", ""),
    )
    return _proposal(ground, hand, attesting.checked(ground, claim), payload["at"])


def _able(ground: Ground, asked: argparse.Namespace) -> tuple[str, ...]:
    """Everybody who can sign; where machines attest it, the first of them is told so."""
    del asked
    return keyed(ground.policy)


def _proposal(ground: Ground, hand: Hand, claim: Claim, at: int) -> Proposal | Against:
    against = attesting.against(ground.policy, claim, hand.name, hand.kind == "machine")
    return Against(against) if against else attesting.proposal(ground, claim, hand.name, hand.key, at)


def _time(said: str | None, now: int) -> int:
    """When it was so."""
    at = moment(said, COMMAND, "--at")
    if at is not None and at > now:
        raise UsageError(f"{FUTURE} ({COMMAND} --help)")
    return now if at is None else at


def _values(asked: argparse.Namespace) -> tuple[tuple[str, int], ...]:
    """Every number that is said, each once."""
    named = [(key, getattr(asked, key)) for keys in FACTS.values() for key in keys]
    pairs = dict.fromkeys([(key, number) for key, number in named if number is not None])
    found: dict[str, int] = {}
    for key, number in [*pairs, *[(word.partition("=")[0], word.partition("=")[2]) for word in asked.value]]:
        if not key or not number.isascii() or not number.isdigit() or len(number) > len(str(LARGEST)):
            raise UsageError(
                f"a number is KEY=N, such as remaining=0, not '{shown(f'{key}={number}')}' ({COMMAND} --help)"
            )
        if found.setdefault(key, int(number)) != int(number):
            raise UsageError(f"{shown(key)} is said twice ({COMMAND} --help)")
    return tuple(sorted(found.items()))
