"""What approve, attest and revoke are to the command line: the act, and the options that say how it is signed."""

from __future__ import annotations

from guard.acts.ground import Ground
from guard.acts.proposal import Against, Proposal
from guard.errors import UsageError
from guard.standing import options
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from guard.acts.signer import Hand, Kinds
    from guard.words import Words

    Fresh = Callable[[Ground, Hand, argparse.Namespace, str], Proposal | Against]
    Again = Callable[[Ground, Hand, argparse.Namespace, dict[str, Any]], Proposal | Against]
    Able = Callable[[Ground, argparse.Namespace], tuple[str, ...]]

UNSAID = "\0"  # stands for a reason that is still to be asked for; nobody can type it
PERSONS = ("person",)


class Act(NamedTuple):
    """One of the three acts as its command knows it."""

    command: str  # "guard approve"
    act: str  # as the payload has it
    kinds: Kinds  # who may do it
    reasoned: bool  # a reason is required
    fresh: Fresh  # the act as the words of the command say, with a reason
    again: Again  # the act as a payload says, as things are now
    able: Able  # whose word it is, where nobody says it here


def signing_options(parser: Words) -> None:
    """What all three take."""
    parser.add_argument("--as", metavar="NAME", dest="name", help="who signs, as the policy lists them")
    parser.add_argument("--key", metavar="FILE", help="the key to sign with; else those in ~/.ssh and in ssh-agent")
    parser.add_argument("--reason", metavar="TEXT", help="why, in your own words; else it is asked for at the terminal")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--request", metavar="FILE", help="sign elsewhere: write exactly what is signed to FILE")
    where.add_argument("--signed", metavar="FILE", help="bring it back: FILE as it was written, its signature FILE.sig")
    here = "sign at this terminal what --request wrote to FILE, once all of it is found to be so still"
    where.add_argument("--sign", metavar="FILE", help=here)
    form = "how --request tells what it wrote (default: text); json is for programs: guard schema request"
    parser.add_argument("--format", choices=("text", "json"), help=form)
    shown = "with --sign: what was read, as --request FILE --format json names it; anything else is refused"
    parser.add_argument("--shown", metavar="ID", help=shown)
    typed = "with --sign and --shown: the digits that a person typed who has read it, eight of the digest at least"
    parser.add_argument("--typed", metavar="DIGITS", help=typed)
    parser.add_argument("--no-sync", action="store_true", help="record it here, and bring it to no remote")
    options(parser)


def is_brought(asked: argparse.Namespace) -> bool:
    """What is signed stands in a file: the words of the command need not say it."""
    return bool(asked.signed or asked.sign)


def fitting(asked: argparse.Namespace, act: Act) -> None:
    """Options that say nothing without another one are wrong words."""
    help_ = f"({act.command} --help)"
    if asked.format is not None and not asked.request:
        raise UsageError(f"--format is how --request FILE tells what it wrote {help_}")
    for option, word in (("--shown", asked.shown), ("--typed", asked.typed)):
        if word is not None and not asked.sign:
            raise UsageError(f"{option} is said of what --sign FILE signs {help_}")
    if asked.typed is not None and asked.shown is None:
        what = "digits that were typed elsewhere are a yes to what was shown there: --shown ID says what that was"
        raise UsageError(f"{what}, as --request FILE --format json tells it {help_}")
    if asked.sign and asked.reason is not None:
        raise UsageError(f"the reason stands in what --sign FILE signs: --reason is said with --request FILE {help_}")
