"""What it means that a statement is gone: the operation that undoes it, where there is one."""

from __future__ import annotations

from guard.model.operation import Operation

_PAIRS = """
access.grant access.revoke
access.policy.create access.policy.drop
access.rls.enable access.rls.disable
access.role.create access.role.drop
schema.column.add schema.column.drop
schema.column.set_not_null schema.column.drop_not_null
schema.constraint.add schema.constraint.drop
schema.extension.create schema.extension.drop
schema.function.create schema.function.drop
schema.namespace.create schema.namespace.drop
schema.partition.attach schema.partition.detach
schema.sequence.create schema.sequence.drop
schema.table.create schema.table.drop
schema.trigger.create schema.trigger.drop
schema.type.create schema.type.drop
schema.view.create schema.view.drop
"""
_ONE_WAY = """
schema.column.add_required schema.column.drop
schema.column.set_default schema.column.drop_default
schema.constraint.add_not_valid schema.constraint.drop
"""


def _rows(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_INVERSE = _rows(_PAIRS)
_INVERSE |= {second: first for first, second in _INVERSE.items()}
_INVERSE |= _rows(_ONE_WAY)
_KEPT = frozenset(("cascade", "grant_option", "name", "on", "references", "type"))


def inverse(told: Operation) -> Operation | None:
    """The operation that undoes this one; None where none is known, or its object would not be."""
    attributes = dict(told.attributes)
    if told.id in ("schema.index.create", "schema.index.create_concurrent"):
        if not attributes.get("name"):
            return None
        table = (told.object or "").partition(":")[2]
        return Operation("schema.index.drop", told.line, f"index:{attributes['name']}", attributes=(("table", table),))
    other = _INVERSE.get(told.id)
    if other is None:
        return None
    kept = {name: value for name, value in attributes.items() if name in _KEPT}
    if told.id in ("access.grant", "access.revoke"):
        kept |= {_OTHER_WAY[name]: value for name, value in attributes.items() if name in _OTHER_WAY}
    return Operation(other, told.line, told.object, columns=told.columns, attributes=tuple(sorted(kept.items())))


_OTHER_WAY = {"to": "from", "from": "to"}
