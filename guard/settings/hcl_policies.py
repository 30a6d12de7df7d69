"""Policy documents of a cloud: statements that allow or deny actions on resources, compared by what they let do."""

from __future__ import annotations

import json

from guard.model.paths import fits
from guard.settings.hcl_values import Opaque, value
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guard.settings.hcl import Block, Token

_MOST = 5_000


class Statement(NamedTuple):
    """One statement. `never` says that actions, resources or principals are what it does not reach."""

    allows: bool
    actions: frozenset[str]
    resources: frozenset[str]
    who: frozenset[str]
    when: str  # the condition as text
    never: str = ""  # which of the lists are exceptions

    def size(self) -> int:
        return len(self.actions) * len(self.resources or "-") * len(self.who or "-")


class Effect(NamedTuple):
    """What a change of rights does; `unknown` where that cannot be decided. The lists are for a reader."""

    wider: bool = False
    narrower: bool = False
    unknown: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def plus(self, other: Effect) -> Effect:
        wider, narrower = self.wider or other.wider, self.narrower or other.narrower
        added, removed = self.added + other.added, self.removed + other.removed
        return Effect(wider, narrower, self.unknown or other.unknown, added, removed)


NONE = Effect()
UNKNOWN = Effect(unknown=True)


def statements(found: object) -> tuple[Statement, ...] | None:
    """The statements of a policy as data or as JSON text; None where they cannot be read."""
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except (ValueError, RecursionError):
            return None
    if not isinstance(found, dict):
        return None
    listed = _folded(found).get("statement")
    read = [_statement(one) for one in (listed if isinstance(listed, list) else [listed])]
    return None if None in read else tuple([one for one in read if one is not None])


def _folded(found: Mapping[object, object]) -> dict[str, object]:
    return {str(key).lower(): value for key, value in found.items()}


def _statement(found: object) -> Statement | None:
    if not isinstance(found, dict):
        return None
    said = _folded(found)
    effect = said.get("effect")
    never = "".join([letter for letter, key in zip("arp", ("action", "resource", "principal"), strict=True)
                     if f"not{key}" in said])  # fmt: skip
    lists = [_texts(said.get(key, said.get(f"not{key}", []))) for key in ("action", "resource")]
    who = _who(said.get("principal", said.get("notprincipal", [])))
    actions, resources = lists
    if effect not in ("Allow", "Deny") or actions is None or resources is None or who is None:
        return None
    return Statement(effect == "Allow", _lower(actions), resources, who, _shape(said.get("condition")), never)


def _lower(texts: Iterable[str]) -> frozenset[str]:
    return frozenset([text.lower() for text in texts])


def _texts(found: object) -> frozenset[str] | None:
    listed = found if isinstance(found, list) else [found]
    read = [one if isinstance(one, str) else f"${{{one.text}}}" if isinstance(one, Opaque) else None for one in listed]
    return None if None in read else frozenset([one for one in read if one is not None])


def _who(found: object) -> frozenset[str] | None:
    if not isinstance(found, dict):
        return _texts(found)
    who: set[str] = set()
    for kind, listed in found.items():
        names = _texts(listed)
        if names is None:
            return None
        who |= {f"{kind}:{name}" for name in names}
    return frozenset(who)


def _shape(found: object) -> str:
    return "" if found in (None, {}, []) else json.dumps(found, sort_keys=True, default=str)


def from_blocks(blocks: Iterable[Block], known: Mapping[str, tuple[Token, ...]]) -> tuple[Statement, ...] | None:
    """The statements of a data source, which are written as blocks."""
    found = []
    for block in blocks:
        said = {one.name: value(one.tokens, known) for one in block.attributes}
        never = "".join(
            [letter for letter, key in zip("ar", ("not_actions", "not_resources"), strict=True) if key in said]
        )
        actions = _texts(said.get("actions", said.get("not_actions", [])))
        resources = _texts(said.get("resources", said.get("not_resources", [])))
        who: set[str] = set()
        for inner in (*block.of("principals"), *block.of("not_principals")):
            named = {one.name: value(one.tokens, known) for one in inner.attributes}
            names = _texts(named.get("identifiers", []))
            if names is None:
                return None
            never += "p" if inner.type == "not_principals" else ""
            who |= {f"{named.get('type', '')}:{name}" for name in names}
        when = sorted([_condition(inner, known) for inner in block.of("condition")])
        effect = said.get("effect", "Allow")
        if actions is None or resources is None or effect not in ("Allow", "Deny") or block.of("dynamic"):
            return None
        conditions = json.dumps(when) if when else ""
        found.append(Statement(effect == "Allow", _lower(actions), resources, frozenset(who), conditions, never))
    return tuple(found)


def _condition(block: Block, known: Mapping[str, tuple[Token, ...]]) -> str:
    return json.dumps({one.name: value(one.tokens, known) for one in block.attributes}, sort_keys=True, default=str)


def compared(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> Effect:
    """What the new statements let do that the old do not, and the reverse; what is no longer denied is let do."""
    if frozenset(old) == frozenset(new):
        return NONE
    if sum([one.size() for one in (*old, *new)]) > _MOST:
        return UNKNOWN
    came, gone = _beyond(new, old, True), _beyond(old, new, True)
    denied, freed = _beyond(new, old, False), _beyond(old, new, False)
    return Effect(bool(came or freed), bool(gone or denied), False, (*came, *[f"not denied {one}" for one in freed]),
                  (*gone, *[f"denied {one}" for one in denied]))  # fmt: skip


def _beyond(mine: tuple[Statement, ...], others: tuple[Statement, ...], allows: bool) -> tuple[str, ...]:
    """What these statements reach and none of the others does."""
    found = []
    against = [one for one in others if one.allows == allows]
    for one in [one for one in mine if one.allows == allows and one not in against]:
        for action in sorted(one.actions):
            for resource in sorted(one.resources) or [""]:
                for who in sorted(one.who) or [""]:
                    if not any([_reaches(other, one, action, resource, who) for other in against]):
                        found.append(" ".join([part for part in (action, resource, who) if part]))
    return tuple(found)


def _reaches(other: Statement, one: Statement, action: str, resource: str, who: str) -> bool:
    if other.when not in ("", one.when) or other.never != one.never:
        return False
    if one.never:  # what is left out reaches less the more it names: only the same is surely the same
        return (other.actions, other.resources, other.who) == (one.actions, one.resources, one.who)
    wide = any([covers(each, action) for each in other.actions])
    return wide and _any_of(other.resources, resource) and _any_of(other.who, who)


def _any_of(patterns: frozenset[str], text: str) -> bool:
    return any([covers(pattern, text) for pattern in patterns or ("",)])


def covers(pattern: str, text: str) -> bool:
    """`*` is any text, and only stars cover stars; `?` stands for itself alone, so nothing is covered by mistake."""
    if "*" not in pattern:
        return pattern == text
    pieces = [piece.encode("utf-8", "surrogatepass") for piece in pattern.split("*")]
    return fits(pieces, text.encode("utf-8", "surrogatepass"))
