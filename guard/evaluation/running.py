"""What guard says of each text: the rules, and a model's reading where one is at hand, each a layer of its own."""

from __future__ import annotations

from guard.evaluation.matching import Said, matched
from guard.evaluation.metrics import Judged
from guard.model.doubt import Paper, questions
from guard.model.families import ADVISORY, KIND_OF_RULE
from guard.prose import prose
from guard.questions import examine
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guard.evaluation.corpus import Corpus, Labelled
    from guard.evaluation.listening import Heard
    from guard.model.doubt import Doubt, Examined, Unasked
    from guard.model.known import Known
    from guard.model.prose import Prose

    # a model, or a recording of one: what was said before it is asked is told it
    Read = Callable[[Paper, Sequence[Doubt]], Heard]
    Progress = Callable[[str, int, int], None]

RULES, MODEL, BOTH = "rules", "model", "both"


class Answer(NamedTuple):
    """All that was said of one text."""

    plan: Labelled
    prose: Prose
    rules: tuple[Said, ...]
    unasked: tuple[Unasked, ...]
    heard: Heard | None = None

    def said(self, layer: str) -> tuple[Said, ...]:
        """By the rules, by the model, or by either."""
        model = () if self.heard is None else _flagged(self.heard)
        if layer == BOTH:
            return (*self.rules, *model)
        return self.rules if layer == RULES else model

    def judged(self, layer: str) -> Judged:
        said = self.said(layer)
        return Judged(self.plan, said, matched(self.prose, self.plan.defects, said))


def paper_of(text: str, known: Known, where: str) -> Paper:
    """A text beside its world."""
    return Paper(prose(text, where), known)


def answers(corpus: Corpus, read: Read | None = None, progress: Progress | None = None) -> tuple[Answer, ...]:
    """Every plan, by the rules and by the model that is at hand."""
    found = []
    for number, plan in enumerate(corpus.plans, 1):
        if progress is not None:
            progress(plan.called, number, len(corpus.plans))
        paper = paper_of(plan.text, corpus.worlds[plan.world], f"{plan.called}/plan.md")
        examined = examine(paper)
        heard = None if read is None else read(paper, examined.doubts)
        found.append(Answer(plan, paper.prose, said_by(paper, examined), examined.unasked, heard))
    return tuple(found)


def said_by(paper: Paper, examined: Examined) -> tuple[Said, ...]:
    """The doubts of the rules, each by its name."""
    return tuple(
        [
            Said(KIND_OF_RULE[doubt.rule], doubt.unit, doubt.line, doubt.quote, doubt.rule, asked.id, doubt.what)
            for doubt, asked in questions(paper, examined.doubts)
        ]
    )


def said_of(text: str, known: Known) -> tuple[Said, ...]:
    """What the rules say of a text, without names: nobody asks for them of a mutant."""
    doubts = examine(paper_of(text, known, "mutant")).doubts
    return tuple(
        [
            Said(KIND_OF_RULE[doubt.rule], doubt.unit, doubt.line, doubt.quote, doubt.rule, "", doubt.what)
            for doubt in doubts
            if doubt.rule not in ADVISORY
        ]
    )


def _flagged(heard: Heard) -> tuple[Said, ...]:
    """What any of the readings flagged, each thing once: one that sees it is enough to ask."""
    flags = {flag.fingerprint: flag for opinion in heard.opinions for flag in opinion.flags}
    return tuple(
        [
            Said(flag.kind, flag.unit, flag.line, flag.quote, flag.rule, flag.fingerprint, flag.question)
            for flag in flags.values()
        ]
    )


def not_evaluated(found: Iterable[Answer]) -> Mapping[str, Mapping[str, int]]:
    """Rules that could not be asked in whole: of each why, and in how many plans."""
    told: dict[str, dict[str, int]] = {}
    for answer in found:
        for one in dict.fromkeys([(one.rule, one.why) for one in answer.unasked if not one.what]):
            counts = told.setdefault(one[0], {})
            counts[one[1]] = counts.get(one[1], 0) + 1
    return told
