"""Ways back that a page declares of its phases: the place each leads to, or what it says where it leads to none.

In a plan a way back names a file and a heading in it, and its lint sees to that. A page may tell it in words as well;
where it is one word, that is a place, or it has to be one that tells of going back.
"""

from __future__ import annotations

from guard.model.lookup import Near, names_of
from guard.prose.ways_back import WAY
from guard.prose.worth import BRINGS_DATA, EMPTY, ONLY_CODE
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Prose

_ENDING = 8  # letters that the ending of a file has at most
_KEYS = ("irreversible", "rollback")


class Back(NamedTuple):
    """One way back that is declared in one word, without blanks in it."""

    step: str
    key: str  # "irreversible" or "rollback"
    said: str
    line: int
    path: str = ""  # the file it leads to, from the top of the tree; "" for a heading of the page itself
    heading: str = ""

    @property
    def leads(self) -> bool:
        """Whether it is a place, and not words."""
        return bool(self.path or self.heading)

    @property
    def anchor(self) -> str:
        """What names it to a person, wherever it moves."""
        return f"phase {self.step}: {self.key} {self.said}"


def declared_backs(prose: Prose) -> Iterator[Back]:
    """Of the phases of a page; addresses of the web are nobody's to look up."""
    for step in prose.steps if not prose.where.endswith((".yaml", ".yml")) else ():
        for key, way in zip(_KEYS, (step.irreversible, step.rollback), strict=True):
            said = way.strip()
            if not step.declared or not said or len(said.split()) > 1 or "://" in said:
                continue
            line = prose.declared.lines.get(f"/phases/{step.name}/{key}", step.line)
            if _is_place(said):
                path, _, heading = said.partition("#")
                yield Back(step.name, key, said, line, path.removeprefix("./").strip("/"), heading)
            else:
                yield Back(step.name, key, said, line)


def astray(paper: Paper) -> Iterator[tuple[Back, str | None]]:
    """Those that lead to no heading of their page, with the nearest that it has; None where nobody has read it."""
    paths = names_of(paper.known).paths
    near: dict[str, Near] = {}
    for back in declared_backs(paper.prose):
        known = paper.known.headings.get(back.path) if back.path else paper.prose.anchors
        if known is None:
            # of a file that is not there another rule asks
            if back.heading and (paper.known.of("path").missing or paths.has(back.path)):
                yield back, None
        elif back.heading and _decoded(back.heading) not in known:
            if back.path not in near:
                near[back.path] = Near(sorted(known))
            yield back, near[back.path].guess(back.heading)


def _is_place(said: str) -> bool:
    """`n/a` is none."""
    stem, _, ending = said.rpartition(".")
    written = "/" in said or "#" in said or bool(stem and ending[:1].isalpha() and len(ending) <= _ENDING)
    return written and not EMPTY.fullmatch(said)


def wordless(back: Back) -> bool:
    """Whether it is neither a place nor tells anything: x, yes; of what cannot be taken back also none."""
    if back.leads:
        return False
    if EMPTY.fullmatch(back.said):
        return back.key == "irreversible"
    return not any([words.search(back.said) for words in (WAY, BRINGS_DATA, ONLY_CODE)])


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)
