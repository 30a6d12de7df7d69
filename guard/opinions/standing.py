"""What readings that are kept here say of a text as it stands: that of this very text, and all that is open."""

from __future__ import annotations

from guard.model.inquiry import Miss
from guard.model.prose import text_digest
from guard.opinions.kept import shelf, still_open
from guard.opinions.material import material
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.doubt import Doubt, Paper
    from guard.model.model_use import ModelUse
    from guard.model.opinion import Flag, Opinion
    from guard.opinions.material import Material


class Standing(NamedTuple):
    """A reading of this text by the model that the policy names; and doubts that any reading raised and that stand."""

    opinion: Opinion | None
    flags: tuple[Flag, ...]


def standing(git_dir: str, paper: Paper, doubts: Iterable[Doubt], use: ModelUse, about: str) -> Standing:
    """Of a text that cannot be sent nothing was read."""
    return of_material(git_dir, material(paper, doubts, use.never, about), use, text_digest(paper.prose))


def of_material(git_dir: str, told: Material | Miss, use: ModelUse, text: str) -> Standing:
    """The same of what is ready to be asked about, by what tells it from every other text."""
    if isinstance(told, Miss):
        return Standing(None, ())
    kept = shelf(git_dir)
    fit = [one for one in kept.opinions(told.about) if (one.text, one.model, one.state) == (text, use.name, "read")]
    opinion = fit[-1] if fit else None
    flags = () if opinion is None else opinion.flags
    return Standing(opinion, still_open(flags, kept.every(told.about)[0], told.sentences))
