"""Questions to the inventory of a tree, as an assumption asks them: `inventory: column:invoices.id type=uuid`.

Three forms: a resource stands, it is `gone`, a column is of a type.
"""

from __future__ import annotations

from guard.escape import hidden, shown
from guard.grammar import resource as resources
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Wants = Literal["stands", "gone", "type"]

WORD = "inventory"  # what stands before the colon; no person of this name settles anything
FORMS = '"inventory: table:users", "inventory: column:users.old_id gone" or "inventory: column:invoices.id type=uuid"'
LONGEST_TYPE = 128
_TYPE = "type="
_OF_TYPES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ .,()[]\"'")


class Query(NamedTuple):
    """What is asked: of which resource, and what must hold; `type` is what a column must be of."""

    resource: str
    wants: Wants
    type: str = ""

    def words(self) -> str:
        """The one spelling of all that mean the same."""
        more = {"stands": "", "gone": " gone", "type": f" {_TYPE}{self.type}"}[self.wants]
        return f"{WORD}: {self.resource}{more}"


def asks(text: str) -> bool:
    """Whether this asks the inventory, well or badly."""
    word, colon, _ = text.partition(":")
    return bool(colon) and word.strip() == WORD


def reason(text: str) -> str | None:
    """Why this is no question to the inventory, or None if it is one."""
    if not asks(text):
        return f"a question to the inventory begins with {WORD}: and a resource, such as {WORD}: table:users"
    resource, rest = _parts(text)
    if not resource:
        return "it names no resource, such as table:users or column:users.email"
    wrong = resources.reason(resource)
    if wrong is not None:
        return wrong
    if rest in ("", "gone"):
        return None
    if not rest.startswith(_TYPE):
        return f"behind the resource stands nothing, gone, or type= and a type, not {shown(rest[:64])}"
    return _type_reason(resource, rest[len(_TYPE) :].strip())


def _type_reason(resource: str, words: str) -> str | None:
    if not resource.startswith("column:"):
        return f"only a column has a type, such as column:users.email, not {shown(resource[:64])}"
    if not words:
        return "behind type= stands a type, such as uuid or varchar(26)"
    if len(words) > LONGEST_TYPE or hidden(words) or not _OF_TYPES.issuperset(words):
        return f"a type is at most {LONGEST_TYPE} letters, digits, blanks, parentheses and commas"
    return None


def query(text: str) -> Query | None:
    """What it asks; None where it is no question to the inventory."""
    if reason(text) is not None:
        return None
    resource, rest = _parts(text)
    if rest.startswith(_TYPE):
        return Query(resource, "type", " ".join(rest[len(_TYPE) :].split()))
    return Query(resource, "gone" if rest == "gone" else "stands")


def plain(text: str) -> str:
    """The canonical form of a question; any other text as it is."""
    found = query(text)
    return text if found is None else found.words()


def _parts(text: str) -> tuple[str, str]:
    """The resource, and what stands behind it."""
    words = text.partition(":")[2].strip().split(" ", 1)
    return words[0], words[1].strip() if len(words) > 1 else ""
