"""Clean plans, ready to be changed: their lines, and the names that their worlds have."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.evaluation.corpus import Labelled
    from guard.evaluation.mentions import Names
    from guard.evaluation.page import Page
    from guard.model.known import Known

DEPENDENCIES = ("package", "command")


class Ground(NamedTuple):
    """A clean plan, ready to be changed."""

    plan: Labelled
    page: Page
    names: Names

    @property
    def known(self) -> Known:
        return self.names.known


def kind_of(type_: str) -> str:
    """Which kind of defect a name of a type is, that nobody knows."""
    return "uncertain_dependency" if type_ in DEPENDENCIES else "inferred_identifier"


def evident(kind: str, known: Known) -> list[str]:
    """Names of a kind that a sentence can bear."""
    names = list(known.of(kind).names)
    if kind == "command":
        return [name for name in names if " " in name]
    if kind in ("path", "symbol", "column"):
        return [name for name in names if ("/" if kind == "path" else ".") in name]
    return [name for name in names if len(name) > 2]
