"""Flag files: which flags came, went, or changed. A flag is a key; below it stands its value, or what decides it."""

from __future__ import annotations

import json
import re
import sys

from guard.document.lenient import Mapping, Scalar, Sequence, Unreadable, compose
from guard.escape import shown
from guard.model.operation import Operation
from guard.model.paths import PathSet
from guard.model.reading import Reading, unread
from guard.settings.shapes import shaped
from guard.settings.shapes_named import looks_drawn
from guard.settings.texts import Places, UnreadError, json_data, listed, table, text_of, toml_of
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from guard.document.lenient import Node
    from guard.model.reading import Context, Source

# Names that say it; beside them stand the path patterns that the policy declares.
NAMES = re.compile(
    r"(?:(?:feature[-_]?)?(?:flags|toggles)|features?|flagd|[\w.-]{1,80}\.flagd|ld-flags|flags\.goff"
    r"|(?:unleash|launchdarkly|flipt|growthbook)[\w.-]{0,40}|[\w.-]{1,80}\.(?:features|launchdarkly))\.(?:ya?ml|json|toml)"
)
WRAPPERS = frozenset(("flags", "features", "featureflags", "feature_flags", "feature-flags", "toggles", "flagvalues"))
_STATE = "enabled enable on state active value default defaultvariant default_variant disable"
_TARGETING = (
    "variants variations targeting rules strategies rollout percentage rolloutpercentage fallthrough defaultrule"
)
_NOTES = "description owner owners tags type expires name key id title createdat updatedat maintainer trackevents"
STATE, TARGETING, NOTES = tuple(_STATE.split()), frozenset(_TARGETING.split()), frozenset(_NOTES.split())
NAMED_BY = ("key", "name", "id", "flag")
HEAD = frozenset(("$schema", "version", "apiversion", "kind", "metadata", "namespace"))  # of the file, no flag
LONGEST_KEY = 200
_SHORT = re.compile(r"[\w.+%-]{1,24}", re.ASCII)


class Flag(NamedTuple):
    """A flag: its states by name, what else decides it, and its line."""

    states: tuple[tuple[str, str, Hashable], ...]  # name, text, meaning
    targeting: Hashable
    line: int
    notes: Hashable = None  # what is said of it and decides nothing


class Side(NamedTuple):
    """One side of a file: its flags by key, and all else that it says."""

    flags: dict[str, Flag]
    rest: list[Hashable]


def detect(source: Source, context: Context) -> Reading | None:
    """Both sides as flags by key, compared."""
    if not wanted(source.path, context):
        return None
    try:
        after, before = _roots(source.new, source.path), _before(source)
        if not (_declared(source.path, context) or any([_shaped(root) for root in (*before, *after)])):
            return None
        old, new = _side(before), _side(after)
    except UnreadError as error:
        return unread(str(error), "flags", error.line if source.new is not None else None)
    found = []
    for key in dict.fromkeys((*new.flags, *old.flags)):
        found += _operations(key, old.flags.get(key), new.flags.get(key))
    if not found:
        return None
    ordered = sorted(found, key=lambda one: one.line or sys.maxsize)
    noted = all([old.flags[key].notes == flag.notes for key, flag in new.flags.items() if key in old.flags])
    return Reading(tuple(ordered), old.rest == new.rest and noted)


def wanted(path: str, context: Context) -> bool:
    """Whether the file holds flags: its name says so, or the policy does."""
    return bool(NAMES.fullmatch(path.rpartition("/")[2].lower())) or _declared(path, context)


def _declared(path: str, context: Context) -> bool:
    return bool(context.flags) and PathSet(context.flags).matches(path.encode("utf-8", "surrogateescape"))


def _operations(key: str, was: Flag | None, now: Flag | None) -> list[Operation]:
    before = {name: (text, meaning) for name, text, meaning in was.states} if was else {}
    after = {name: (text, meaning) for name, text, meaning in now.states} if now else {}
    changed = [name for name in dict.fromkeys((*after, *before)) if _meaning(before, name) != _meaning(after, name)]
    if was and now and not changed and was.targeting == now.targeting:
        return []
    attributes = []
    for name in changed[:1]:
        ends = (("from", before.get(name)), ("to", after.get(name)))
        attributes += [(end, found[0]) for end, found in ends if found and may_show(found[0])]
    if was and now and was.targeting != now.targeting:
        attributes.append(("targeting", "changed"))
    id_ = "flag.flip" if was and now else "flag.add" if now else "flag.remove"
    line = now.line if now else None
    return [Operation(id_, line, f"flag:{shown(key[:LONGEST_KEY])}", None, (), tuple(sorted(attributes)), "flags")]


def _meaning(states: dict[str, tuple[str, Hashable]], name: str) -> Hashable:
    return states[name][1] if name in states else None


def may_show(text: str) -> bool:
    """A short word or number that does not look like a secret."""
    data = text.encode()
    return _SHORT.fullmatch(text) is not None and not looks_drawn(data) and next(shaped(data), None) is None


def _shaped(root: Node) -> bool:
    """Whether it may hold flags: no list of other things, such as rows that tests are fed with."""
    if isinstance(root, Sequence):
        return all([isinstance(item, Scalar) or (isinstance(item, Mapping) and _defines(item)) for item in root.items])
    lists = [value for key, value in _pairs(root) if key.text.lower() in WRAPPERS and isinstance(value, Sequence)]
    things = [item for listed in lists for item in listed.items if isinstance(item, Mapping) and item.pairs]
    return all([_named(item) or _defines(item) for item in things])


def _side(roots: list[Node]) -> Side:
    side = Side({}, [])
    for root in roots:
        if isinstance(root, Mapping) and _named(root) and _defines(root):  # a file for each flag
            _add(side, _named(root), _flag(root, root.line))
        else:
            _walk(root, (), side, 0)
    return side


def _before(source: Source) -> list[Node]:
    """The old side. A line of it is none of the file as it is now."""
    try:
        return _roots(source.old, source.path)
    except UnreadError as error:
        raise UnreadError(f"{error} (before the change)") from None


def _roots(data: bytes | None, path: str) -> list[Node]:
    """The documents of the file as nodes with lines."""
    if data is None:
        return []
    text, name = text_of(data), path.lower()
    if name.endswith((".json", ".toml")):
        braces, places = name.endswith(".json"), Places(text)
        line = places.key if braces else lambda key, _: places.entry("", key)
        found = json_data(text) if braces else toml_of(text)
        return [_node(found if isinstance(found, list) else table(found), 1, line)]
    if name.endswith((".properties", ".env")):
        return [Mapping(tuple([(Scalar(key, at), Scalar(value, at)) for key, value, at in listed(text)]), 1)]
    try:
        documents = compose(text)
    except Unreadable as error:
        raise UnreadError(error.words, error.line) from None
    if any([document.duplicates for document in documents]):
        raise UnreadError("a key stands in it twice")
    if any([document.tags for document in documents]):
        raise UnreadError("a tag in it says how to read a value")
    return [document.root for document in documents]


def _node(found: object, line: int, line_of: Callable[..., int]) -> Node:
    """Data of JSON or TOML as nodes, so that one walk does for all."""
    if isinstance(found, dict):
        pairs = []
        for key, value in found.items():
            at = line_of(key, line)
            pairs.append((Scalar(key, at), _node(value, at, line_of)))
        return Mapping(tuple(pairs), line)
    if isinstance(found, list):
        return Sequence(tuple([_node(value, line, line_of) for value in found]), line)
    text = json.dumps(found) if found is None or isinstance(found, bool) else str(found)
    return Scalar(text, line, not isinstance(found, str))


def _walk(node: Node, path: tuple[str, ...], side: Side, depth: int) -> None:
    """Flags below a node that is none itself."""
    if isinstance(node, Mapping):
        side.rest.extend([path] if path and not node.pairs else ())  # no flag, and yet something that is said
        for key, value in node.pairs:
            word = key.text.lower()
            if depth == 0 and word in HEAD:
                side.rest.append((word, value.canonical()))
                continue
            holds = word in WRAPPERS and not isinstance(value, Scalar) and depth < 2
            below = path if holds else (*path, key.text)
            if not isinstance(value, Scalar) and (holds or (isinstance(value, Mapping) and not _defines(value))):
                _walk(value, below, side, depth + 1)
            else:
                _add(side, ".".join(below), _flag(value, key.line))
        return
    for at, item in enumerate(node.items if isinstance(node, Sequence) else (node,)):
        name = item.text if isinstance(item, Scalar) else _named(item)
        flag = Flag((), None, item.line) if isinstance(item, Scalar) else _flag(item, item.line)
        if name or not isinstance(item, Scalar):
            _add(side, ".".join((*path, name or str(at))), flag)


def _defines(node: Mapping) -> bool:
    """Whether a mapping tells of one flag, not of several, of which one may be called `rollout`."""
    words = {key.text.lower(): isinstance(value, Scalar) for key, value in node.pairs}
    decided = any([words.get(word) is True for word in STATE]) or any([words.get(word) is False for word in TARGETING])
    return decided or (not TARGETING.isdisjoint(words) and {*STATE, *TARGETING, *NOTES}.issuperset(words))


def _named(node: Node) -> str:
    said = {key.text: value for key, value in _pairs(node)}
    return next((found.text for word in NAMED_BY if isinstance(found := said.get(word), Scalar)), "")


def _flag(node: Node, line: int) -> Flag:
    if isinstance(node, Scalar):
        return Flag((("", node.text, node.canonical()),), None, line)
    states: list[tuple[str, str, Hashable]] = []
    targeting: list[Hashable] = []
    notes: list[Hashable] = []
    for key, value in _pairs(node):
        word = key.text.lower()
        if word in STATE and isinstance(value, Scalar):
            states.append((word, value.text, value.canonical()))
        elif word in NOTES and isinstance(value, Scalar):
            notes.append((word, value.canonical()))
        else:
            targeting.append((word, value.canonical()))
    if isinstance(node, Sequence):
        targeting.append(node.canonical())
    states.sort(key=lambda state: STATE.index(state[0]))
    return Flag(tuple(states), frozenset(targeting), line, frozenset(notes))


def _pairs(node: Node) -> Iterator[tuple[Scalar, Node]]:
    yield from node.pairs if isinstance(node, Mapping) else ()


def _add(side: Side, key: str, flag: Flag) -> None:
    if key in side.flags:
        raise UnreadError("a flag stands in it twice")
    side.flags[key] = flag
