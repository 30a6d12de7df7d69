"""What tells a record from the same landing judged once more: what it was judged with and under, and the result."""

from __future__ import annotations

from guard.escape import shown
from guard.grammar.moment import exact
from guard.records.plain import written
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from guard.records.judging import Record

MOST = 5  # facts that are named
LONGEST = 60  # letters of a value
NOTHING = "nothing"


class Difference(NamedTuple):
    """One thing that is not the same: what it is, as the record has it, and as it is here."""

    what: str
    then: str
    here: str

    def words(self) -> str:
        """On one line."""
        return f"{self.what}: {self.then} then, {self.here} here"


def _differ(what: str, then: object, here: object) -> Difference:
    """Whatever is in a record, nothing hidden in it comes before a person."""
    return Difference(shown(what), _short(then), _short(here))


def causes(then: Record, here: Record) -> tuple[Difference, ...]:
    """What the verdict was reached with and under: where none of it differs, guard must say the same again."""
    found = [*_versions(then["versions"], here["versions"])]
    if then["now"] != here["now"]:
        found.append(_differ("time", exact(then["now"]), exact(here["now"])))
    found += _documents(then["documents"], here["documents"])
    if then["log"] != here["log"]:
        found.append(_differ("log", *[_log(one["log"]) for one in (then, here)]))
    for what in ("commit", "parent", "landing", "paths", "plan", "phase"):
        pair = [one["judged"].get(what, NOTHING) for one in (then, here)]
        if pair[0] != pair[1]:
            found.append(_differ(f"the landing's {what}", *pair))
    if then["repository"] != here["repository"]:
        found.append(_differ("repository", then["repository"], here["repository"]))
    return tuple(found or _rest(then, here))


def _rest(then: Record, here: Record) -> list[Difference]:
    """What is only named in a record, and follows from what is judged."""
    sides = [{key: part for key, part in one.items() if key not in ("facts", "outcome")} for one in (then, here)]
    return [one._replace(what=one.what[1:]) for one in _walked("", *sides)][:MOST]


def _versions(then: dict[str, Any], here: dict[str, Any]) -> Iterator[Difference]:
    words = {"guard": "guard", "rules": "rule set", "vocabulary": "vocabulary", "python": "Python"}
    for key, name in words.items():
        if then[key] != here[key]:
            yield _differ(name, then[key], here[key])
    parsers = (then["parsers"], here["parsers"])
    for name in sorted({*parsers[0], *parsers[1]}):
        pair = [one.get(name, NOTHING) for one in parsers]
        if pair[0] != pair[1]:
            yield _differ(name, *pair)


def _documents(then: dict[str, Any], here: dict[str, Any]) -> Iterator[Difference]:
    yield from _document("policy", then["policy"], here["policy"])
    for name in sorted({*then["plans"], *here["plans"]}):
        old, new = then["plans"].get(name), here["plans"].get(name)
        yield from _document(f"plan {name}", old, new)
        if old is not None and new is not None:
            yield from _beside(name, old, new)


def _document(what: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Difference]:
    if (old and old["digest"]) == (new and new["digest"]):
        return
    told = [f"version {one['version']}" if one else "none" for one in (old, new)]
    if old and new and told[0] == told[1]:
        told = [f"{words} {_short(one['digest'])}" for words, one in zip(told, (old, new), strict=True)]
    yield _differ(what, *told)


def _beside(plan: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    if old["narrative"] != new["narrative"]:
        yield _differ(f"the narrative of plan {plan}", *[one["narrative"][:12] or "none" for one in (old, new)])
    for name in sorted({*old["manifests"], *new["manifests"]}):
        pair = [one["manifests"].get(name, "none")[:12] for one in (old, new)]
        if pair[0] != pair[1]:
            yield _differ(f"the manifest {plan}.{name}", *pair)


def _log(log: dict[str, Any]) -> str:
    return f"{log['entries']:,} entries up to {log['tip'][:12]}" if log["tip"] else "none"


def results(then: Record, here: Record) -> tuple[Difference, ...]:
    """What came of it: the outcome, findings that are there on one side alone, and the first facts that differ."""
    old, new = then["outcome"], here["outcome"]
    found = [_differ(name, _said(old[name]), _said(new[name])) for name in OUTCOME if old[name] != new[name]]
    found += _findings(old["findings"], new["findings"])
    rest = [{key: part for key, part in side.items() if key not in NAMED} for side in (old, new)]
    found += [one._replace(what=f"report {one.what}") for one in _walked("", *rest)][:MOST]
    facts = [one for one in _walked("", then["facts"], here["facts"]) if one.what != "/whole"]
    found += [one._replace(what=f"fact {one.what}") for one in facts[:MOST]]
    if not facts and then["facts"] != here["facts"]:
        found.append(_differ("facts that are not spelled out", *[_said(one["facts"]["whole"]) for one in (then, here)]))
    return tuple(found)


OUTCOME = ("outcome", "exit_code", "may_commit", "may_merge", "plan", "phase")
NAMED = frozenset((*OUTCOME, "findings"))


def _findings(old: object, new: object) -> Iterator[Difference]:
    if not (isinstance(old, list) and isinstance(new, list)):
        if old != new:
            yield _differ("findings", _said(old), _said(new))
        return
    sides = [{written(one): one for one in side} for side in (old, new)]
    gone = [one for key, one in sides[0].items() if key not in sides[1]]
    come = [one for key, one in sides[1].items() if key not in sides[0]]
    for one in gone[:MOST]:
        yield _differ(f"finding {one['rule']}", _said(one["what"]), "not found")
    for one in come[:MOST]:
        yield _differ(f"finding {one['rule']}", "not found", _said(one["what"]))
    if old != new and not gone and not come:
        yield _differ("findings", "in one order", "in another")
    more = len(gone[MOST:]) + len(come[MOST:])
    if more:
        yield _differ("findings", "and", f"{more:,} more")


def _walked(at: str, then: object, here: object) -> Iterator[Difference]:
    """Places where two pieces of plain data part, as JSON pointers."""
    if isinstance(then, dict) and isinstance(here, dict):
        for key in sorted({*then, *here}):
            yield from _walked(f"{at}/{key}", then.get(key, NOTHING), here.get(key, NOTHING))
    elif isinstance(then, list) and isinstance(here, list) and len(then) == len(here):
        for number, (one, other) in enumerate(zip(then, here, strict=True)):
            yield from _walked(f"{at}/{number}", one, other)
    elif then != here:
        yield _differ(at, _said(then), _said(here))


def _said(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value):,} of them" if value else "none"
    if isinstance(value, dict):
        return f"{{{', '.join(sorted(value))}}}"[:LONGEST]
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _short(value: object) -> str:
    text = str(value)
    if text.startswith("sha256:"):
        return text[:19]
    return shown(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")
