"""One thing that waits for somebody: what is asked, of whom, since when, and the one command that answers it."""

from __future__ import annotations

from guard.digest import digest
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["question", "approval", "evidence", "landing", "other"]
    Urgency = Literal["overdue", "now", "later"]
else:
    Kind = Urgency = str

LENGTH = 12  # hexadecimal digits
URGENCIES: tuple[Urgency, ...] = ("overdue", "now", "later")


class Beside(NamedTuple):
    """What the same act settles as well."""

    rule: str
    says: str
    where: str  # the branch
    path: str = ""
    line: int = 0


class Row(NamedTuple):
    """One of them, as it stands on the trusted branch, or on one that is still to land."""

    id: str  # the same as long as the same thing waits in the same place
    kind: Kind
    rule: str
    where: str  # the branch: "main", "origin/agent/split"
    commit: str  # its tip
    says: str  # what is asked, in a line
    why: str
    who: tuple[str, ...]  # whose word would settle it
    run: str  # the command of whoever settles it
    lands: bool = False  # it is still to land
    plan: str = ""  # "" where it is about none
    phase: str = ""
    name: str = ""  # what it is called where it stands: "A2"
    quote: str = ""  # the sentence it is about, as that stands
    since: int = 0  # 0 where nothing tells
    until: int = 0
    path: str = ""  # the document or file it stands in, as it is shown
    file: bytes = b""  # the same, as git has it
    line: int = 0
    accepts: str = ""  # the name by which an approval may accept it as it stands; "" where none can
    settles: str = ""  # the assumption that an answer is written into; "" where there is none
    holds: tuple[str, ...] = ()  # what goes no further until then: phases, or the branch
    also: tuple[Beside, ...] = ()  # what else the same act settles
    first: str = ""  # what comes before it: until then it cannot be signed
    answered: str = ""  # what settles it in the work tree, which has not landed
    asked: str = "rule"  # who asks: "rule", "model", "agent", "policy"
    urgency: Urgency = "later"

    @property
    def node(self) -> str:
        return f"{self.plan}/{self.phase}" if self.phase else self.plan


class Unlooked(NamedTuple):
    """What could not be asked whether it waits, and why."""

    what: str
    why: str


def named(kind: Kind, where: str, *of: str) -> str:
    """What a row is called."""
    return digest("waiting", {"kind": kind, "where": where, "of": list(of)}).partition(":")[2][:LENGTH]
