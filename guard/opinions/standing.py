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


class Standing(NamedTuple):
    """A reading of this text by the model that the policy names; and doubts that any reading raised and that stand."""

    opinion: Opinion | None
    flags: tuple[Flag, ...]


def standing(git_dir: str, paper: Paper, doubts: Iterable[Doubt], use: ModelUse, about: str) -> Standing:
    """Of a text that cannot be sent nothing was read."""
    told = material(paper, doubts, use.never, about)
    if isinstance(told, Miss):
        return Standing(None, ())
    kept, text = shelf(git_dir), text_digest(paper.prose)
    fit = [one for one in kept.opinions(about) if (one.text, one.model, one.state) == (text, use.name, "read")]
    opinion = fit[-1] if fit else None
    flags = () if opinion is None else opinion.flags
    return Standing(opinion, still_open(flags, kept.every(about)[0], told.sentences))
