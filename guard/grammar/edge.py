"""Edges: what must be known of a phase before the next one may begin.

Short: `FACT [SOAK] [KEY=VALUE ...]`, such as `deployed 7d` or `backfilled remaining=0`. Long, and canonical: a mapping
of `fact`, `soak` in seconds, `env` where it is not the policy's own, and `expect`, the numbers the evidence must carry.
"""

from __future__ import annotations

from guard.escape import shown
from guard.grammar import Wrong, why_not
from guard.value import NamedTuple

FACTS: dict[str, tuple[str, ...]] = {  # and the numbers that evidence of it carries, which an edge may ask for
    "complete": (),
    "deployed": (),
    "backfilled": ("remaining",),
    "drained": ("remaining",),
    "rehearsed": (),
}
LARGEST = 2**53
LONGEST = 256  # characters

_KEYS = ("fact", "soak", "env", "expect")
_HOW = "FACT [SOAK] [KEY=VALUE], such as deployed, deployed 7d or backfilled remaining=0"
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Edge(NamedTuple):
    """One condition, nothing left out but the environment, which is then the policy's."""

    fact: str
    soak: int
    env: str | None
    expect: dict[str, int]


def strict(fact: str, soak: int = 0) -> Edge:
    """The edge that a fact alone stands for: in the environment of the policy, and nothing remains."""
    return Edge(fact, soak, None, dict.fromkeys(FACTS[fact], 0))


def meets(edge: Edge, wanted: Edge, environment: str) -> bool:
    """Whether an edge waits for all that is wanted. `environment` is the policy's, where either of them names none."""
    same = edge.fact == wanted.fact and (edge.env or environment) == (wanted.env or environment)
    counted = [edge.expect.get(key, LARGEST + 1) <= most for key, most in wanted.expect.items()]
    return same and edge.soak >= wanted.soak and all(counted)


def reason(value: object) -> str | None:
    """Why this is no edge, short or long, or None if it is one."""
    return why_not(long_form, value)


def long_form(value: object) -> dict[str, object]:
    """The canonical mapping of an edge; ValueError if it is none. No remaining rows where evidence counts them."""
    raw = _spread(value) if isinstance(value, str) else value
    if not isinstance(raw, dict):
        raise Wrong(f"an edge is {_HOW}, or a mapping of {', '.join(_KEYS)}")
    for key in raw:
        if key not in _KEYS:
            raise Wrong(f"an edge has no key {shown(str(key)[:64])}" + _nearest(str(key), _KEYS))
    fact = _fact(raw.get("fact"))
    long: dict[str, object] = {"fact": fact, "soak": _soak(raw.get("soak", 0))}
    if "env" in raw:
        long["env"] = _env(raw["env"])
    expected = {"remaining": 0} if FACTS[fact] else {}
    expected |= _expected(fact, raw.get("expect", {}))
    if expected:
        long["expect"] = dict(sorted(expected.items()))
    return long


def said(long: dict[str, object]) -> str:
    """The shortest spelling of a canonical edge: what follows from the fact is left out."""
    edge = edge_from(long)
    words = [edge.fact]
    if edge.soak:
        from guard.grammar import duration

        words.append(duration.said(edge.soak))
    if edge.env is not None:
        words.append(f"env={edge.env}")
    return " ".join([*words, *(f"{key}={number}" for key, number in sorted(edge.expect.items()) if number)])


def edge_from(long: dict[str, object]) -> Edge:
    """A canonical edge as a value."""
    soak, env, expect = long.get("soak", 0), long.get("env"), long.get("expect", {})
    assert isinstance(soak, int)
    assert isinstance(expect, dict)
    return Edge(str(long["fact"]), soak, None if env is None else str(env), dict(expect))


def _spread(text: str) -> dict[str, object]:
    """The short spelling as a mapping; its values are judged like those of the long one."""
    if len(text) > LONGEST:
        raise Wrong(f"an edge is {_HOW}")
    fact, *rest = [word for word in text.split(" ") if word] or [""]
    if fact not in FACTS:
        _fact(fact)
    raw: dict[str, object] = {"fact": fact}
    expect: dict[str, object] = {}
    for place, word in enumerate(rest):
        key, equals, number = word.partition("=")
        if not equals:
            if place:
                raise Wrong(f"{shown(word)} is out of place: a soak stands once, right after the fact ({fact} 7d)")
            if not word[:1].isdigit():
                raise Wrong(f"{shown(word)} is neither a soak, such as 7d, nor KEY=VALUE")
            raw["soak"] = word
        elif key in ("fact", "soak"):
            raise Wrong(f"fact and soak are written without their names, such as {fact} 7d")
        elif key in raw or key in expect:
            raise Wrong(f"an edge says {shown(key)} once")
        elif key == "env":
            raw["env"] = number
        else:
            expect[key] = _whole(key, number)
    return {**raw, "expect": expect}


def _whole(key: str, text: str) -> int:
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    if not plain or len(text) > len(str(LARGEST)):
        raise Wrong(f"{shown(key)} is a whole number in plain digits, such as {shown(key)}=0")
    return int(text)


def _fact(value: object) -> str:
    if not isinstance(value, str) or value not in FACTS:
        named = f"{shown(value[:64])} is no fact" if isinstance(value, str) and value else "an edge begins with a fact"
        raise Wrong(named + (_nearest(value, FACTS) if isinstance(value, str) and value else _one_of(FACTS)))
    return value


def _soak(value: object) -> int:
    from guard.grammar import duration  # edges are read at every commit, their spellings when a document changed

    wrong = duration.reason(value)
    if wrong is not None or not isinstance(value, str | int):
        raise Wrong(f"the soak: {wrong}")
    return duration.seconds(value)


def _env(value: object) -> str:
    good = isinstance(value, str) and value[:1].isalpha() and len(value) < 64 and _NAME_CHARACTERS.issuperset(value)
    if not isinstance(value, str) or not good:
        raise Wrong("env is the name of an environment: lower-case letters, digits and -, such as env=staging")
    return value


def _expected(fact: str, value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise Wrong("expect is a mapping of numbers, such as {remaining: 0}")
    expected: dict[str, int] = {}
    for key, number in value.items():
        if key not in FACTS[fact]:
            known = f": {fact} knows {', '.join(FACTS[fact])}" if FACTS[fact] else ""
            raise Wrong(f"evidence that something is {fact} carries no {shown(str(key)[:64])}{known}")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= LARGEST:
            raise Wrong(f"{key} is a whole number from 0")
        expected[key] = number
    return expected


def _nearest(word: str, known: dict[str, tuple[str, ...]] | tuple[str, ...]) -> str:
    """The word that was probably meant; all there are, where none is near."""
    from guard.nearest import nearest

    near = nearest(word, known)
    return f": did you mean {near}?" if near else _one_of(known)


def _one_of(known: dict[str, tuple[str, ...]] | tuple[str, ...]) -> str:
    return f": write one of {', '.join(known)}"
