"""What is found in a command: whoever reads a program says it here, and it is put together with where it stands."""

from __future__ import annotations

from guard_hooks.agents.shell.git.heads import Heads
from guard_hooks.agents.shell.language.place import HERE, Went, entered, joined
from guard_hooks.agents.shell.language.word import PLAIN, Word, folder_of_pattern, spread
from guard_hooks.agents.shell.programs.using import FILLS, MAKES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.call import Becomes
    from guard_hooks.agents.shell.language.place import Folders
    from guard_hooks.agents.shell.programs.picking import Pick
    from guard_hooks.agents.standing import Standing

DEEPEST = 12
DEVICES = frozenset({"/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero"})
STREAMS = ("/dev/fd/", "/dev/tcp/", "/dev/udp/", "/proc/self/fd/")
HOOKS = frozenset(
    {
        *("applypatch-msg", "commit-msg", "post-applypatch", "post-checkout", "post-commit", "post-merge"),
        *("post-rewrite", "pre-applypatch", "pre-commit", "pre-merge-commit", "pre-push", "pre-rebase"),
        *("prepare-commit-msg", "reference-transaction"),
    }
)
MOST = 16  # links whose names are kept
THROUGH = "it may write through a link that it makes itself"
OWN = "it writes inside of git's own folder"
TAKEN = "it changes by hand which phase is taken up"


class Reader:
    """What was found so far, and where the command that is read stands."""

    trapping = False  # what is read just now is run between commands
    installing = False  # what is read just now fills folders with what is installed
    minus = False  # a variable holds what could be an option
    digits: tuple[str, ...] = ()  # variables that hold a number
    fills = False  # what is read just now may write links
    posix = False  # the shell that reads it may know no braces
    moment = 0  # writes outside of the folder of the call
    text = ""  # of the call
    first = True  # no text is read yet
    tried = 0  # variables of which it was asked what they hold

    def __init__(self, stands: Callable[[str], bool] | None, standing: Standing | None = None) -> None:
        self.stands, self.standing, self.depth = stands, standing, 0
        self.stood: dict[str | None, None] = {}
        self.here, self.went = HERE, Went(HERE, HERE)  # and where the last command leads to
        self.repeats = 0  # loops around what is read
        self.links: dict[str, None] = {}  # links that are made; where they lead to is not looked at
        # Variables: which are worked out, what they hold, and which may hold any text
        self.counted: dict[str, None] = {}
        self.holds: dict[str, dict[str, None]] = {}
        self.unsure: dict[str, None] = {}
        self.holding: dict[str, tuple[str, str]] = {}  # variables that hold a plain text, and loops: holding.py
        self.loops: dict[str, int] = {}
        # What of it is no plain file outside of the folder of the call, and what is gone by there: using.py
        self.bound: dict[str, None] = {}
        self.filled: dict[str, int] = {}  # links may come with what is written there: when first
        self.events: dict[str, int] = {}  # when something was written there last
        self.times: dict[str, int] = {}
        self.uses: dict[str, None] = {}
        self.lent: dict[str, None] = {}  # paths that variables hold
        self.searched: dict[str | None, None] = {}  # folders that Python is told to look for modules in
        self.ran = False  # code of the project, by what is read just now
        self.modes: dict[str, Becomes] = {}  # files whose mode is changed: to what
        self.texts: dict[str, None] = {}  # files of which more may change than their mode
        self.leads: dict[str, str] = {}  # links, and where they lead; "" where that is not told
        self.sources: dict[str, str] = {}  # of the links that are made just now: by their names, where they lead
        # In the order in which they were found, each once
        self.paths: dict[str, None] = {}
        self.gone: dict[str, None] = {}
        self.known: dict[str, None] = {}
        self.own: dict[str, None] = {}  # that got something of which git knows nothing
        self.unread: dict[str, None] = {}
        self.git: dict[str, None] = {}
        self.runs: dict[str, None] = {}
        self.lifts: dict[str, tuple[str, ...]] = {}  # of `unread`: what is none where git has these files as they stand
        self.installs: dict[str, bool] = {}  # folders that package managers fill; False where something else writes
        self.picking: dict[str, Pick] = {}  # what `find` does just now below these folders
        self.picks: dict[str, tuple[Pick, ...] | None] = {}  # None where something else writes there as well
        self.locks: dict[str, tuple[str, ...]] = {}  # lockfiles, and what they are made from
        self.heads = Heads()  # branches that are moved, and where HEAD is

    @property
    def here(self) -> Folders:
        """Where what is read next is done."""
        return self._here

    @here.setter
    def here(self, folders: Folders) -> None:
        self._here = folders
        self.stood.update(dict.fromkeys(folders))

    def cannot(self, why: str) -> None:
        """Nobody can tell from the text."""
        self.unread[why] = None

    def around(self, what: str) -> None:
        """It goes round a hook, or what protects a branch."""
        self.git[what] = None

    def starts(self, what: str) -> None:
        """It runs code of the project."""
        self.runs[what] = None
        self.ran = True

    def writes(self, word: Word, by: str, folder: bool = False, below: bool = False) -> None:
        """A file is written, or a folder made; `below`, what stands in it is written as well."""
        for path in self.names(word, by):
            whole = self.as_folder(path) if folder or self.is_folder(path, below) else path
            self.touched(whole)
            self.own[whole] = self.texts[whole] = None
            if path.startswith("/"):
                self.comes(whole, by)

    def makes(self, word: Word, by: str) -> None:
        """A file is made where none stands; one that stands is only read."""
        standing = self.standing
        if standing is None or not all([standing.entry(path) for path in self.names(word, by)]):
            self.writes(word, by)

    def deletes(self, word: Word, by: str, below: bool = False) -> None:
        """A file is deleted; `below`, a folder with all that is in it."""
        for path in self.names(word, by, last=False):
            whole = self.as_folder(path) if self.is_folder(path, below) else path
            self.touched(whole)
            self.gone[whole] = None
            if path.startswith("/") and folder_of_pattern(word) != "":
                self.comes(whole, "a pattern")

    def comes(self, path: str, by: str) -> None:
        """Something is written outside of the folder of the call: a plain file, or perhaps more than that."""
        key = entered("", path) or ""
        self.moment += 1
        if self.fills or by.split(" ")[0] in FILLS:
            self.filled.setdefault(key, 0 if self.repeats else self.moment)
        if by != "mkdir":  # it follows no link
            self.events[key] = self.moment
            self.times[key] = self.times.get(key, 0) + 1 + (self.repeats > 0)
        if by.startswith(MAKES):
            self.bound[key] = None

    def becomes(self, word: Word, by: str, kind: Becomes, below: bool = False) -> None:
        """The mode of a file is changed: it can be "run", it is "still", or nobody can tell which."""
        for path in self.names(word, by):
            whole = self.as_folder(path) if self.is_folder(path, below) else path
            self.touched(whole)
            self.own[whole] = None
            self.modes[whole] = kind if self.modes.get(whole, kind) == kind else "either"

    def restores(self, word: Word, by: str) -> None:
        """It gets what git has already."""
        for path in self.names(word, by):
            whole = self.as_folder(path) if self.is_folder(path, "." not in path.rpartition("/")[2]) else path
            self.touched(whole)
            self.known[whole] = None

    def touched(self, path: str) -> None:
        """A path as the call would say it."""
        plain = entered("", path) or ""
        if any([plain == link or plain.startswith(f"{link}/") for link in self.links]):
            self.cannot(THROUGH)
        self.paths[path] = None
        before, pick = self.picks.get(path, ()), self.picking.get(path)
        self.picks[path] = (*before, pick) if before is not None and pick is not None else None
        self.installs[path] = self.installing and self.installs.get(path, True)
        parts = path.lower().split("/")
        if ".git" in parts:
            self.around(OWN)
        if parts[-2:] == ["guard", "taken.json"]:
            self.around(TAKEN)

    def linked(self, word: Word, by: str) -> None:
        """A link is made."""
        self.writes(word, by)
        for path in self.names(word, by) if self.sources else ():
            self.leads[path] = self.sources.get(path.rpartition("/")[2], self.sources.get("", ""))
        if len(self.links) >= MOST or self.repeats:
            self.cannot(THROUGH)
        else:
            self.links.update(dict.fromkeys([entered("", path) or "" for path in self.names(word, by)]))
        self.bound.update(dict.fromkeys([entered("", path) or "" for path in self.names(word, by)]))

    def is_folder(self, path: str, otherwise: bool) -> bool:
        """Whether a folder stands there; where nobody can be asked, `otherwise`."""
        if path.endswith("/") or self.as_folder(path) in self.paths or path.rpartition("/")[2] in (".", ".."):
            return True
        return self.stands(path) if self.stands else otherwise

    def as_folder(self, path: str) -> str:
        """A path of a folder ends with a slash."""
        return path.rstrip("/") + "/"

    def names(self, word: Word, by: str, last: bool = True) -> list[str]:
        """The paths that a word means; `last`, a link that a pattern leads to is followed."""
        made = spread(word) if word.known() else []
        if made is None or not word.known():
            self.cannot(f"{by} writes to a place that is computed")
            return []
        found: list[str] = []
        for one in made:
            found += self.named(one, by)
            if self.standing is not None and not self.picking and folder_of_pattern(one):
                found += self.through(self.standing, one.text, by, last)
        return found

    def through(self, standing: Standing, pattern: str, by: str, last: bool) -> list[str]:
        """What a pattern means that leads through a link: there it is another place."""
        found: list[str] = []
        for folder in self.here:
            led = standing.through(joined(folder, pattern), last) if folder is not None else []
            if led is None:
                self.cannot(f"{by} writes wherever a pattern leads to")
            found += led or []
        return found

    def named(self, word: Word, by: str) -> list[str]:
        path = folder_of_pattern(word)
        if path is None:
            self.cannot(f"{by} writes wherever a pattern leads to")
            return []
        path = path or word.text
        if path in DEVICES or path.startswith(STREAMS) or not path:
            return []
        if path.startswith("~"):
            if word.mask[0] == PLAIN:
                self.cannot(f"{by} writes into the folder of a person")
                return [path]
            path = f"./{path}"
        if path.startswith("/"):
            return [path]
        if None in self.here:
            self.cannot(f"{by} writes in a folder that is computed")
        return list(dict.fromkeys([joined(folder, path) for folder in self.here if folder is not None]))
