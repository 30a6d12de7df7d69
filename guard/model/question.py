"""Questions that only a person settles: each known by the fingerprint of its rule and the sentence it stands in.

So a question keeps its name while the document around it changes, and is another one once its own sentence does. It is
answered in the document, or accepted by that name in the approval that covers it.
"""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.assumption import Settled

LENGTH = 16  # hexadecimal digits
LONGEST = 200  # letters of a reason that a message quotes
UNSETTLED = "G421"
RULES = {"unsettled": UNSETTLED, "unknown": "G423"}  # what speaks against an assumption is no question


class Question(NamedTuple):
    """One of them."""

    id: str
    rule: str
    name: str  # what it is called where it stands, such as A2
    says: str
    why: str


def fingerprint(rule: str, sentence: str) -> str:
    """What a question is called, wherever it comes up; how its lines are broken does not matter."""
    from guard.digest import digest

    said = digest("question", {"rule": rule, "sentence": " ".join(sentence.split())})
    return said.partition(":")[2][:LENGTH]


def accepted_by(by: str, why: str) -> str:
    """Who accepted one as it stands, and why, in words that show nothing hidden."""
    from guard.escape import shown

    return f"{by} accepted it: {shown(why if len(why) <= LONGEST else why[: LONGEST - 3] + '...')}"


def questions(settled: Iterable[Settled]) -> tuple[Question, ...]:
    """Those that the assumptions of a plan leave open."""
    return tuple(
        [
            Question(fingerprint(RULES[one.state], one.says), RULES[one.state], one.name, one.says, one.why)
            for one in settled
            if one.state in RULES
        ]
    )
