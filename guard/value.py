"""Values: named, frozen tuples that cost next to nothing to load.

To a type checker `NamedTuple` is `typing.NamedTuple`. At run time it is the same thing built by hand, because every
commit waits for it: importing `typing` or `dataclasses` takes as long as starting Python does, and
`collections.namedtuple` compiles code for every class (docs/adr/0002-values-and-start-up.md has the figures).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    try:
        from _collections import _tuplegetter
    except ImportError:  # an interpreter without the accelerator

        def _tuplegetter(at, doc):
            return property(lambda self: self[at], doc=doc)

    class _Builder(type):
        """Turns the annotations of a class into the fields of a tuple."""

        def __new__(cls, name, bases, space):
            if not bases:
                return type.__new__(cls, name, bases, space)
            fields = tuple(space.pop("__annotations__"))
            defaults = {field: space.pop(field) for field in fields if field in space}
            getters = {field: _tuplegetter(at, None) for at, field in enumerate(fields)}
            described = {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
            return type(name, (_Value,), {**space, **getters, **described})

    class _Value(tuple):
        """What every value can do; the same names and meanings as in the standard library's named tuples."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = _complete(cls, values, named)
            return tuple.__new__(cls, values)

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            return (
                f"{type(self).__name__}({', '.join([f'{field}={value!r}' for field, value in self._asdict().items()])})"
            )

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **named):
            values = list(map(named.pop, self._fields, self))
            if named:
                raise TypeError(f"{type(self).__name__}{self._fields}: wrong {list(named)}")
            return tuple.__new__(type(self), values)

    def _complete(cls, values, named):
        """All fields in order, from positions, names and defaults; anything else is the caller's mistake."""
        defaults, rest = cls._field_defaults, cls._fields[len(values) :]
        missing = [field for field in rest if field not in named and field not in defaults]
        if missing or len(values) > len(cls._fields) or not named.keys() <= set(rest):
            wrong = [field for field in named if field not in rest]
            raise TypeError(f"{cls.__name__}{cls._fields}: wrong {wrong}, missing {missing}, {len(values)} by position")
        return [*values, *[named[field] if field in named else defaults[field] for field in rest]]

    class NamedTuple(metaclass=_Builder):
        """Base of every value; a subclass lists its fields as annotations, defaults last."""
