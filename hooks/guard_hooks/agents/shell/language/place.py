"""Where a command stands after `cd`: every folder that it may be, for a `cd` can fail and what comes still run."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    Folders = tuple[str | None, ...]  # "" is where the call stands; None is a folder that nobody can tell

# What opens a group, and what ends it
ENDS = {"{": "}", "if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac"}
INSIDE = {"then": ("if",), "elif": ("if",), "else": ("if",), "do": ("while", "until", "for", "select")}
LOOPS = frozenset({"while", "until", "for", "select"})
HEADS = frozenset({"for", "select", "case"})  # words follow, and no command
OVER = frozenset({"<", "<<<", "<&", "<>"})  # what is read instead of a here-document, wherever that stands
NEXT_CASE = frozenset({";;", ";&", ";;&"})
HERE: Folders = ("",)
LOST: Folders = (None,)
MOST = 4


class Went(NamedTuple):
    """Where it stands after a command that did what it was to do, and after one that failed."""

    well: Folders
    badly: Folders


class Place:
    """Where the commands of a list stand: `here` is where the next one does."""

    __slots__ = ("by", "here", "last")

    def __init__(self, here: Folders) -> None:
        self.here, self.by = here, ";"
        self.last = Went(here, here)

    def follows(self, by: str) -> None:
        """The next command comes after `;`, `&&` or `||`."""
        self.by = by
        well, badly = self.last
        here = well if by == "&&" else badly if by == "||" else either(well, badly)
        self.here = here or self.here  # after `exit` nothing is run; it is read all the same

    def ran(self, went: Went) -> None:
        """A command was run here."""
        well, badly = self.last
        if self.by == "&&":
            self.last = Went(went.well, either(badly, went.badly))
        elif self.by == "||":
            self.last = Went(either(well, went.well), went.badly)
        else:
            self.last = went


def either(one: Folders, other: Folders) -> Folders:
    """All the folders of both."""
    both = tuple(dict.fromkeys((*one, *other)))
    return both if len(both) <= MOST else LOST


def joined(folder: str, path: str) -> str:
    """A path as it is said in a folder."""
    return path if not folder or path.startswith("/") else f"{folder.rstrip('/')}/{path.removeprefix('./')}"


def entered(folder: str | None, path: str) -> str | None:
    """The folder that `cd` goes to: it takes `..` for the folder above in the name, whatever links there are."""
    if path.startswith("/"):
        folder = ""
    if folder is None:
        return None
    full, parts = joined(folder, path), list[str]()
    for part in full.split("/"):
        if part == ".." and (parts or full.startswith("/")) and parts[-1:] != [".."]:
            del parts[-1:]
        elif part not in (".", ""):
            parts.append(part)
    return "/" * full.startswith("/") + "/".join(parts)
