"""The models of a Django app as its migrations leave them: tables, fields, what is known of them and what is not."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.frameworks.django_fields import Field


class Model:
    """One model. Its fields are all known only where its creation was seen."""

    def __init__(self, table: str, whole: bool = False) -> None:
        self.table = table
        self.whole = whole
        self.own_table = False  # named in the options, and kept when the model is renamed
        self.managed = True  # False: Django leaves its table alone
        self.fields: dict[str, Field] = {}
        self.together: dict[str, frozenset[tuple[str, ...]]] = {}

    def column(self, field: str) -> str:
        known = self.fields.get(field.lower())
        return known.column if known is not None else field

    def joined(self, field: Field) -> str:
        """The table of a many-to-many field; "" where a model of its own is it."""
        return "" if field.joins == "-" else named(field.joins) or f"{self.table}_{field.name.lower()}"


class Models:
    """All models that were met, by name in lower case."""

    def __init__(self, app: str) -> None:
        self.app = app
        self.replayed = False  # migrations that ran before are told: what they do to rows no longer counts
        self._models: dict[str, Model] = {}

    def usual_table(self, model: str) -> str:
        return f"{self.app}_{model.lower()}" if self.app else model.lower()

    def of(self, name: str) -> Model:
        """A model that stands. One that was never seen is taken to have the usual table."""
        return self._models.setdefault(name.lower(), Model(self.usual_table(name)))

    def create(self, name: str) -> Model:
        self._models[name.lower()] = Model(self.usual_table(name), whole=True)
        return self._models[name.lower()]

    def rename(self, old: str, new: str) -> None:
        self._models[new.lower()] = self._models.pop(old.lower(), Model(self.usual_table(old)))

    def delete(self, name: str) -> None:
        self._models.pop(name.lower(), None)


def named(table: str) -> str:
    """The name of a table as the database has it; some write a schema into it with quotes."""
    return table.replace('"', "").removeprefix("public.")
