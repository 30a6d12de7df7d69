"""Values: named, frozen tuples that cost nothing to load.

To a type checker `NamedTuple` is `typing.NamedTuple`. At run time it is the same thing built on `collections.namedtuple`
alone, because importing `typing` or `dataclasses` takes as long as starting Python does (docs/adr/0002-values-and-start-up.md).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Builder(type):
        def __new__(cls, name, bases, space):
            if not bases:
                return super().__new__(cls, name, bases, space)
            fields = list(space.pop("__annotations__"))
            defaults = [space.pop(field) for field in fields if field in space]
            base = namedtuple(name, fields, defaults=defaults, module=space["__module__"])
            return type(name, (base,), {**space, "__slots__": ()})

    class NamedTuple(metaclass=_Builder):
        """Base of every value; a subclass lists its fields as annotations, defaults last."""
