"""The steps of a verdict as `guard log replay --steps` shows them: as lines of a terminal, and for programs."""

from __future__ import annotations

from textwrap import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.records.steps.step import Step

INDENT, LABEL = 9, 12  # columns before a label, and of it


def lines(steps: Iterable[Step], width: int) -> Iterator[str]:
    """A step with its number and how it came out; below it labels, with words to their right."""
    for number, step in enumerate(steps, 1):
        yield from wrap(f"{number:>7}  {step.title}: {step.state}", width, subsequent_indent=" " * INDENT)
        for one in step.facts:
            head = " " * INDENT + one.label.ljust(LABEL - 1) + " "
            below = " " * (INDENT + LABEL)
            whole = wrap(
                one.words,
                width,
                initial_indent=head,
                subsequent_indent=below,
                break_long_words=False,
                break_on_hyphens=False,
            )
            yield from whole or [head.rstrip()]


def as_data(steps: Iterable[Step]) -> list[dict[str, object]]:
    """For programs, and for the desk."""
    return [
        {"title": step.title, "state": step.state, "facts": [one._asdict() for one in step.facts]} for step in steps
    ]
