"""How far to look and for whom, as the words of a command say it; and one look, whole."""

from __future__ import annotations

from guard.acts.ground import Ground
from guard.errors import UsageError
from guard.escape import shown
from guard.model.wanted import KINDS, holds
from guard.value import NamedTuple
from guard.waiting import Look, data, parts
from guard.waiting.urgency import sorted_rows
from guard.waiting.whose import counts, me

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from guard.standing import Standing
    from guard.waiting import Part
    from guard.waiting.row import Row, Unlooked
    from guard.waiting.whose import Whose
    from guard.words import Words


class Seen(NamedTuple):
    """One look: everything that waits, and of it what was asked for."""

    ground: Ground
    name: str  # who looks; "" where nobody can tell
    whose: Whose
    every: tuple[Row, ...]
    rows: tuple[Row, ...]
    only: str  # what these are beside whose they are, in words; "" for all
    unlooked: tuple[Unlooked, ...]


def options(words: Words) -> None:
    """What every command takes that tells what waits."""
    whose = words.add_mutually_exclusive_group()
    whose.add_argument("--mine", action="store_true", help="what waits for me alone")
    whose.add_argument("--teams", action="store_true", help="what waits for anybody of my teams")
    whose.add_argument("--everyone", action="store_true", help="all of it (default)")
    words.add_argument("--as", metavar="NAME", dest="me", help="who I am; else the person whose key is at hand")
    words.add_argument("--plan", metavar="PLAN", default="", help="one plan alone")
    words.add_argument("--kind", choices=KINDS, default="", help="one kind alone")
    find = "what holds each of these words: of what is asked, why, whom, where, which rule"
    words.add_argument("--find", metavar="WORDS", default="", help=find)
    name = "look at this branch and at no others; may be given again"
    words.add_argument("--branch", metavar="NAME", action="append", default=[], help=name)
    alone = "look at the trusted branch alone, at none that is to land"
    words.add_argument("--no-branches", action="store_true", help=alone)


def look_of(asked: argparse.Namespace) -> Look:
    return Look(tuple(asked.branch), not asked.no_branches, asked.plan)


def whose_of(asked: argparse.Namespace) -> Whose:
    return "mine" if asked.mine else "teams" if asked.teams else "everyone"


def look(asked: argparse.Namespace, standing: Standing) -> Seen:
    """All of it, most urgent first."""
    return seen_of(asked, standing, parts(standing.ground, look_of(asked)))


def seen_of(asked: argparse.Namespace, standing: Standing, every: Iterable[Part]) -> Seen:
    """These parts, put together."""
    ground, whose = standing.ground, whose_of(asked)
    name = me(ground.policy, asked.me or "")
    if whose != "everyone" and not name:
        who = " or ".join([f"--as {one}" for one in ground.policy.people]) or "the policy lists nobody"
        raise UsageError(f"nobody can tell who looks, for no key that is at hand is a single person's: {who}")
    found = list(every)
    rows = tuple(sorted_rows({row.id: row for part in found for row in part.rows}.values()))
    mine = tuple([row for row in rows if counts(row, whose, ground.policy, name) and fits(asked, row)])
    return Seen(ground, name, whose, rows, mine, only(asked), tuple([one for part in found for one in part.unlooked]))


def fits(asked: argparse.Namespace, row: Row) -> bool:
    """It is of the kind that was asked for, and holds the words."""
    return not (asked.kind or asked.find) or holds(data.row(row), asked.kind, asked.find)


def only(asked: argparse.Namespace) -> str:
    """That not all is told, in words."""
    kind = f"of kind {asked.kind}" if asked.kind else ""
    return " ".join([one for one in (kind, f"with '{shown(asked.find)}'" if asked.find.strip() else "") if one])


def of_whom(found: Seen) -> str:
    """For whom, in words; "" for everybody."""
    return {"mine": found.name, "teams": f"the teams of {found.name}", "everyone": ""}[found.whose]
