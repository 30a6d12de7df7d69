"""Flags, variables of the environment, services and jobs (G704): those that a text or new code names, by register."""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.lookup import fresh_of, names_of
from guard.prose.named import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Names
    from guard.prose.named import Named

KINDS = {"flag": "flags", "environment": "variables of the environment", "service": "services", "job": "jobs"}
_ONE = {"flag": "flag", "environment": "variable", "service": "service", "job": "job"}


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each place that names one which its register does not have."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    unknown = [kind for kind in KINDS if not names.can(kind)]
    for kind in unknown:
        whole = len(unknown) == len(KINDS)
        yield Unasked("G704", "" if whole else KINDS[kind], paper.known.of(kind).missing)
    for one in named(paper):
        if one.kind not in KINDS or one.kind in unknown or _there(names, one):
            continue
        if fresh.find(one.kind, one.name) is None and not names.outside(one.name):
            yield _doubt(names, one)


def _there(names: Names, one: Named) -> bool:
    """Whether it is there; a service may be a job that runs by itself, and the other way round."""
    if names.has(one.kind, one.name):
        return True
    if one.kind in ("service", "job"):
        return any([names.has(kind, one.name) for kind in ("service", "job", "command")])
    return False


def _doubt(names: Names, one: Named) -> Doubt:
    name, word = shown(one.name), _ONE[one.kind]
    near = names.near(one.kind).guess(one.name)
    place = names.known.of(one.kind).names.get(near, "")
    what = f"nobody knows a {word} {name}"
    why = f"did you mean {shown(near)}?{f' it stands in {shown(place)}' if place else ''}" if near else ""
    correct = f"write {shown(near)} if that is meant" if near else f"write the name of the {word} as it is defined"
    mend = f"{correct}; if a phase makes it, declare {one.kind}:{name} under creates of that phase"
    ask = f"Which {word} is meant by {name}?"
    return Doubt("G704", one.unit, one.quote, what, ask, mend, one.line, one.anchor, why)
