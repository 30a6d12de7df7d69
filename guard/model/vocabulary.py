"""The vocabulary of operations: every id a change can be told by, and what follows from it for a plan.

A pattern in `does` is taken at its word in two directions. What would be unsafe counts as soon as the pattern allows
it: `schema.*` allows a drop (`may`). What makes a plan safe counts only where it is said: `code.*` promises no
`code.write.stop` (`says`).
"""

from __future__ import annotations

from guard.model.paths import covers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.plan import Phase
    from guard.model.policy import Policy

VERSION = 1  # grows when an id changes its meaning or goes; a policy may pin it
NO_WAY_BACK, DESTROYS, WRITES_DATA, RIGHTS, UNREAD = "n", "x", "d", "r", "u"

# One family a row: its leaves, each with its traits behind a colon. `n`: what was there before cannot be had back, or
# perhaps not; what only adds (a backfill, an insert) is not among them. `x`: it is destroyed.
_FAMILIES = {
    "access": "grant:r revoke",
    "access.owner": "change:r",
    "access.policy": "alter:r create:r drop:r",
    "access.rls": "disable:r enable",
    "access.role": "alter:r create:r drop",
    "ci": "change",
    "code.call": "replace",
    "code.read": "switch",
    "code.ref": "add remove",
    "code.write": "dual stop",
    "data": "backfill:d copy:d delete:ndx delete_all:ndx insert:d insert_select:d merge:dn read truncate:ndx update:dn",
    "dep": "add remove source:r upgrade",
    "deploy": "image promote scale",
    "file": "add binary delete mode modify submodule symlink type",
    "flag": "add flip remove",
    "guard.config": "change",
    "identity": "iam:r rbac:r vault:r workflow_permission:r",
    "migration": "deleted:nx edited_after_release:nx reordered:nx",
    "migration.pair": "mismatch missing",
    "opaque": "code:nu dynamic:nu procedural:nu raw_sql:nu unparsed:nu",
    "owner": "change",
    "schema": "comment statistics",
    "schema.column": "add add_required change_type:n drop:nx drop_default drop_not_null option rename set_default "
    "set_not_null",
    "schema.constraint": "add add_not_valid alter drop rename validate",
    "schema.database": "drop:nx",
    "schema.enum": "add_value:n rename_value",
    "schema.extension": "alter create drop",
    "schema.function": "create drop",
    "schema.index": "create create_concurrent drop drop_concurrent rebuild rename",
    "schema.namespace": "alter create drop:nx",
    "schema.partition": "attach detach",
    "schema.sequence": "alter create drop",
    "schema.table": "create drop:nx option rebuild:n rename",
    "schema.trigger": "create drop toggle",
    "schema.type": "create drop rename",
    "schema.view": "create drop",
    "secret": "add:r exposed:n remove:n rotate",
    "session": "lock set temp_table timeout transaction",
}

TRAITS: dict[str, str] = {
    f"{family}.{leaf.partition(':')[0]}": leaf.partition(":")[2]
    for family, leaves in _FAMILIES.items()
    for leaf in leaves.split()
}
DROPS = tuple([id_ for id_, traits in TRAITS.items() if DESTROYS in traits and id_.startswith("schema.")])
WRITES = tuple([id_ for id_, traits in TRAITS.items() if WRITES_DATA in traits or UNREAD in traits])
# Writes that fill what is new, and are a backfill then.
FILLS = ("data.insert_select", "data.merge", "data.update", "data.copy", "data.insert")
# Work after which old callers, readers or connections go away one by one.
DRAINS = tuple([id_ for id_ in TRAITS if id_.startswith(("code.", "flag.", "deploy."))])


def allowed(pattern: str, extra: Iterable[str] = ()) -> tuple[str, ...]:
    """Every operation that a pattern covers; `extra` are those of the house."""
    if pattern in TRAITS:
        return (pattern,)
    return tuple([id_ for id_ in (*TRAITS, *extra) if covers(pattern, id_)])


def known(pattern: str, extra: Iterable[str] = ()) -> bool:
    """Whether a pattern covers any operation there is."""
    return pattern in TRAITS or bool(allowed(pattern, extra))


def nearest(word: str, extra: Iterable[str] = ()) -> str:
    """The operation or pattern that was probably meant; "" where none is near."""
    if known(f"{word}.*", extra):
        return f"{word}.*"
    ids = (*TRAITS, *extra)
    families = dict.fromkeys([f"{id_.rpartition('.')[0]}.*" for id_ in ids if "." in id_])
    leaf = word.rpartition(".")[2]
    ends = [id_ for id_ in ids if len(leaf) > 2 and id_.rpartition(".")[2] == leaf]
    return nearest_of(word, (*ids, *families)) or nearest_of(word, ends, 0.4)


def nearest_of(word: str, words: Iterable[str], likeness: float = 0.6) -> str:
    """The one of these words that was probably meant; "" where none is near."""
    import difflib

    near = difflib.get_close_matches(word[:64], list(words), n=1, cutoff=likeness)
    return near[0] if near else ""


def may(does: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """The operations of `wanted`, all of them ids, that something in `does` allows."""
    patterns = tuple(does)
    return tuple([id_ for id_ in wanted if any([covers(pattern, id_) for pattern in patterns])])


def says(does: Iterable[str], wanted: str) -> bool:
    """Whether something in `does` says `wanted` and nothing else: the same, or what lies within it."""
    return any([covers(wanted, pattern) if wanted[-1] == "*" else pattern == wanted for pattern in does])


def irreversible(pattern: str) -> bool:
    """Whether some operation it covers cannot be taken back."""
    return NO_WAY_BACK in traits(pattern)


def traits(pattern: str) -> frozenset[str]:
    """What holds for some operation that a pattern covers."""
    return frozenset("".join([TRAITS.get(id_, "") for id_ in allowed(pattern)]))


_WHY_STOP = {
    WRITES_DATA: "writes data",
    NO_WAY_BACK: "cannot be taken back",
    RIGHTS: "may widen who can do what",
    UNREAD: "does what guard cannot read",
}


def stops(does: Iterable[str], shared: Iterable[str] = ()) -> tuple[str, ...]:
    """Why a person looks again before a phase that does this, to these shared resources; empty: nobody has to."""
    patterns = tuple(does)
    found = []
    for trait, why in _WHY_STOP.items():
        of = [pattern for pattern in patterns if trait in traits(pattern)]
        if of:
            found.append(f"{why} ({', '.join(of)})")
    return (*found, *[f"changes {resource}, which several teams own" for resource in shared])


def shared(phase: Phase, policy: Policy) -> tuple[str, ...]:
    """What the phase creates or drops a part of, and more than one team owns."""
    return tuple([of for of in touched(phase) if len(policy.owners_of(of)) > 1])


def tellable(fact: str, phase: Phase, policy: Policy) -> bool:
    """Whether a fact can ever be told of a phase. What is done outside, or is of the house, may do anything."""
    if fact == "deployed":
        return bool(phase.does) and not phase.outside
    if fact == "backfilled":
        return bool(phase.outside or may(phase.does, WRITES) or may(phase.does, policy.detects))
    if fact == "drained":
        lasting = phase.outside or phase.sites or may(phase.does, DRAINS)
        return bool(lasting) or not policy.consumers.keys().isdisjoint(touched(phase))
    return True


def touched(phase: Phase) -> dict[str, None]:
    """What the phase creates or drops, and the tables that belongs to."""
    from guard.grammar.resource import holder

    return dict.fromkeys([of for resource in (*phase.creates, *phase.drops) for of in (resource, holder(resource))])
