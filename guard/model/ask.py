"""Questions that somebody at work asks: bound to what a plan takes for granted, or to a phase, and open until answered.

They travel in the messages of commits, a line each, and carry no authority: one more only ever holds something up. What
answers one is an edit of what it is about, approved as any edit is, or a person who accepts it by its name.
"""

from __future__ import annotations

from guard.model.question import fingerprint
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.plan import Phase, Plan

KEY = b"guard-ask:"
RULE = "G770"
SIGN = 8  # hexadecimal digits of what it is about, as that stood when it was asked
SILENT = "it does not say what"  # of a line without a question in it
LONGEST = 500  # letters of a question
LINE = 2_400  # bytes of its line that are looked at; a longer one is cut, and holds up all the same
NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class Ask(NamedTuple):
    """One question: of which plan, about which assumption or phase of it, as that stood, and in which words."""

    plan: str
    about: str
    sign: str
    says: str

    @property
    def id(self) -> str:
        """Its name: the words and what they are about."""
        return fingerprint(RULE, f"{self.plan}/{self.about}: {self.says}")

    def line(self) -> str:
        """As it stands in the message of a commit."""
        about = f"{self.plan}/{self.about}" if self.about else self.plan
        return " ".join(["Guard-Ask:", about, *[part for part in (self.sign, self.says) if part not in ("", SILENT)]])


def asks(messages: Iterable[bytes]) -> tuple[Ask, ...]:
    """Every different question of these messages. One that is garbled is about all of what it names, and stays open."""
    found = [ask for message in messages if b"uard-" in message or b"UARD-" in message for ask in _asks(message)]
    return tuple(dict.fromkeys(found))


def _asks(message: bytes) -> list[Ask]:
    lines = [line.strip() for line in message.split(b"\n")]
    return [_read(line) for line in lines if line[: len(KEY)].lower() == KEY and line[len(KEY) :].strip()]


def _read(line: bytes) -> Ask:
    words = line[len(KEY) : LINE].decode("utf-8", "replace").strip().split(None, 2)
    plan, _, about = words[0].partition("/")
    signed = len(words) > 1 and len(words[1]) == SIGN and not words[1].strip("0123456789abcdef")
    says = " ".join(words[2:] if signed else words[1:])
    return Ask(plan, about, words[1] if signed else "", says or SILENT)


def sign(plan: Plan, about: str) -> str:
    """What an assumption or a phase says, in short; "" where the plan has neither of that name."""
    from guard.digest import digest

    one = next((one for one in plan.assumptions if one.name == about), None)
    if one is not None:
        said: dict[str, object] = {"says": one.says, "settled_by": one.settled_by or ""}
    elif about in [phase.name for phase in plan.phases]:
        phases = plan.data["phases"]
        assert isinstance(phases, dict)
        said = {"phase": phases[about]}
    else:
        return ""
    return digest("question", {"about": about, **said}).partition(":")[2][:SIGN]


def still(ask: Ask, plan: Plan) -> bool:
    """Whether it is open: what it is about stands as it stood, or is gone, or nobody can tell what it is about."""
    now = sign(plan, ask.about)
    return not (now and ask.sign) or now == ask.sign


def holds(every: Iterable[Ask], plan: Plan, phases: Iterable[Phase]) -> tuple[Ask, ...]:
    """Those that hold up work of these phases: about a phase that one, about an assumption all that the plan does."""
    names, others = {phase.name for phase in phases}, {phase.name for phase in plan.phases}
    mine = [ask for ask in every if ask.plan == plan.id and still(ask, plan)]
    return tuple([ask for ask in mine if ask.about not in others or ask.about in names])


def lost(every: Iterable[Ask], plans: Iterable[Plan]) -> tuple[Ask, ...]:
    """Those of a plan that does not stand: nobody can tell what they hold up, so they hold up whatever lands."""
    known = {plan.id for plan in plans}
    return tuple([ask for ask in every if ask.plan not in known])
