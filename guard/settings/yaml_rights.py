"""What the token of a workflow may do, and what starts the workflow: each compared by its effect."""

from __future__ import annotations

from guard.settings import operation
from guard.settings.yaml_nodes import canonical, fold, get, line_of, pairs, text_of, texts
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document.nodes import Node
    from guard.model.operation import Operation

ID = "identity.workflow_permission"
VIA = "github"
_RANKS = {"none": 0, "read": 1, "write": 2}
_ALL = {"read-all": "read", "write-all": "write"}
_LEAST = frozenset(("contents", "packages", "metadata"))  # what the strictest default of a repository lets read
_PULL_TYPES = frozenset(("opened", "reopened", "synchronize"))
_FILTERS = frozenset(("branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore", "types"))


class Rights(NamedTuple):
    """Levels by scope. `others` is the level of scopes not named: none, read, write, default or unknown."""

    others: str
    scopes: tuple[tuple[str, str], ...] = ()
    line: int | None = None

    def level(self, scope: str) -> str:
        if scope == "id-token" and self.others == "default":
            return dict(self.scopes).get(scope, "none")  # no default of a repository gives it
        return dict(self.scopes).get(scope, self.others)


NOTHING = Rights("none")


def rights(holder: Node | None, inherited: Rights) -> Rights:
    """What the `permissions` of a workflow or a job say; without them what it inherits."""
    node = get(holder, "permissions")
    if node is None:
        return inherited
    word = text_of(node)
    if word is not None:
        return Rights(_ALL.get(fold(word), "unknown"), line=node.line)
    if not hasattr(node, "pairs"):
        return Rights("unknown", line=node.line)
    scopes = [(fold(key.text), fold(text_of(value) or "")) for key, value in pairs(node)]
    known = [(scope, level if level in _RANKS else "unknown") for scope, level in scopes]
    return Rights("none", tuple(sorted(known)), node.line)


def rights_changed(old: Rights, new: Rights, of: str, job: str) -> Iterator[Operation]:
    """One operation for each scope whose level is another."""
    names = {scope for scope, _ in (*old.scopes, *new.scopes)}
    if "default" in (old.others, new.others):
        names.add("id-token")
    for scope in (*sorted(names), ""):
        before, after = old.level(scope), new.level(scope)
        if before == after:
            continue
        wider, narrower = _compared(scope, before, after)
        levels: dict[str, str | bool] = {"job": job, "scope": scope or "*", "from": before, "to": after}
        yield operation(ID, of, new.line, VIA, {**levels, "widens": wider, "narrows": narrower})


def _compared(scope: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether it widens, and whether it narrows. What cannot be known counts as wider."""
    if before in _RANKS and after in _RANKS:
        return _RANKS[after] > _RANKS[before], _RANKS[after] < _RANKS[before]
    if before == "default" and after in _RANKS:
        wider = after == "write" or (after == "read" and scope not in _LEAST)
        return wider, not wider
    if after == "default" and before == "write":
        return False, True
    return True, False


def triggers(root: Node | None) -> dict[str, Node | None]:
    """The events of `on`, with what narrows each."""
    node = get(root, "on")
    named = {fold(key.text): value for key, value in pairs(node)}
    return {**{fold(word): None for word in texts(node)}, **named}


def triggers_changed(old: Node | None, new: Node | None, of: str) -> Iterator[Operation]:
    """What starts the workflow that did not, or no longer does; what an event hands over is a change of its own."""
    before, after = triggers(old), triggers(new)
    start = get(new, "on")
    for event in sorted({*before, *after}):
        facts: dict[str, str | bool] = {"trigger": event}
        if event not in before:
            line = line_of(after[event]) or line_of(start)
            yield operation(ID, of, line, VIA, {**facts, "change": "add", "widens": True})
        elif event not in after:
            yield operation(ID, of, None, VIA, {**facts, "change": "remove", "narrows": True})
        elif canonical(before[event]) != canonical(after[event]):
            yield from _event_changed(event, before[event], after[event], of)


def _event_changed(event: str, old: Node | None, new: Node | None, of: str) -> Iterator[Operation]:
    line = line_of(new)
    facts: dict[str, str | bool] = {"trigger": event, "change": "modify"}
    if event == "schedule":
        wider, narrower = _sets(_crons(old), _crons(new))
    else:
        found = [_filter(event, kind, old, new) for kind in ("branches", "tags", "paths", "types")]
        wider, narrower = any([more for more, _ in found]), any([less for _, less in found])
        others = {key.text for node in (old, new) for key, _ in pairs(node)} - _FILTERS
        if any([canonical(get(old, key)) != canonical(get(new, key)) for key in others]):
            yield operation("ci.change", of, line, VIA, {**facts, "part": "on"})
    if wider or narrower:
        yield operation(ID, of, line, VIA, {**facts, "widens": wider, "narrows": narrower})


def _crons(node: Node | None) -> frozenset[str]:
    items = getattr(node, "items", ())
    return frozenset([text_of(get(item, "cron")) or "" for item in items])


def _sets(old: frozenset[str], new: frozenset[str]) -> tuple[bool, bool]:
    return not new <= old, not old <= new


def _filter(event: str, kind: str, old: Node | None, new: Node | None) -> tuple[bool, bool]:
    """Whether an event now starts the workflow for more of one kind, and whether for less."""
    before, after = _let_in(event, kind, old), _let_in(event, kind, new)
    if before == after:
        return False, False
    (all_before, only_before, not_before), (all_after, only_after, not_after) = before, after
    if not (all_before or only_before) or not (all_after or only_after):
        return bool(all_after or only_after), bool(all_before or only_before)
    if all_before == all_after and _negated(only_before) == _negated(only_after) == []:
        more, less = _sets(frozenset(only_before), frozenset(only_after))
        unignored, ignored = _sets(not_after, not_before)
        return more or unignored, less or ignored
    if all_before != all_after and not not_before and not not_after:
        return all_after, all_before
    return True, True  # with exceptions among them the order counts


def _let_in(event: str, kind: str, node: Node | None) -> tuple[bool, tuple[str, ...], frozenset[str]]:
    """Whether all are let in, else which; and which are not. Naming tags alone leaves no branch, and the reverse."""
    only, ignored = texts(get(node, kind)), frozenset(texts(get(node, f"{kind}-ignore")))
    if get(node, kind) is not None:
        return False, tuple(only) if _negated(only) else tuple(sorted(set(only))), ignored
    if kind == "types" and event in ("pull_request", "pull_request_target"):
        return False, tuple(sorted(_PULL_TYPES)), ignored
    other = {"branches": "tags", "tags": "branches"}.get(kind, "") if event == "push" else ""
    named = other and (get(node, other) is not None or get(node, f"{other}-ignore") is not None)
    if named and get(node, f"{kind}-ignore") is None:
        return False, (), ignored
    return True, (), ignored


def _negated(words: tuple[str, ...] | list[str]) -> list[str]:
    return [word for word in words if word.startswith("!")]
