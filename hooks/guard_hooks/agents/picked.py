"""Which files that stand a `find` would pick: what its conditions leave out is not touched."""

from __future__ import annotations

import os
from stat import S_ISDIR, S_ISREG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard_hooks.agents.call import Edit
    from guard_hooks.agents.shell import Written
    from guard_hooks.agents.shell.programs.picking import Condition, Pick

MOST = 30_000  # entries of folders that are looked at; where there are more, all of the folder is meant
MANY = 2_000  # files that are picked


class _TooMany(Exception):
    """There is more below it than is looked at."""


def narrowed(folder: str, edits: tuple[Edit, ...], written: Written) -> tuple[Edit, ...]:
    """The edits, each of a folder that `find` goes through as those of the files that it picks."""
    picks = dict(written.picks)
    found: list[Edit] = []
    for edit in edits:
        top = os.path.join(folder, edit.path)
        if (
            edit.path not in picks
            or edit.path[:1] == "/"
            or written.known
            or os.path.islink(top.rstrip("/"))
            or not os.path.isdir(top)
        ):
            found.append(edit)
            continue
        try:
            names = [name for pick in picks[edit.path] for name in _picked(top, pick)]
        except (_TooMany, OSError, RecursionError):
            names = [""]
        found += [edit] if "" in names or len(names) > MANY else [
            edit._replace(path=os.path.join(edit.path, name)) for name in dict.fromkeys(names)
        ]  # fmt: skip
    return tuple(found)


def _picked(top: str, pick: Pick) -> Iterator[str]:
    """What lies below a folder and is picked, as seen from it; a folder ends with a slash, "" is the folder."""
    root = pick.root.rstrip("/") or pick.root
    waiting, count = [("", True)], 0
    while waiting:
        name, below = waiting.pop()
        path = f"{root}/{name}" if name else root
        reached = _Asked(path, _kind(os.path.join(top, name)), pick.act)
        reached.holds(pick.condition, True)
        if reached.acts:
            yield f"{name}/" if name and below else name
        if not below or (reached.pruned and not pick.deep):
            continue
        with os.scandir(os.path.join(top, name)) as entries:
            for entry in entries:
                count += 1
                waiting.append((os.path.join(name, entry.name), entry.is_dir(follow_symlinks=False)))
        if count > MOST:
            raise _TooMany


def _kind(place: str) -> str:
    """As `-type` has it; nothing for what is neither a file nor a folder."""
    mode = os.lstat(place).st_mode
    return "d" if S_ISDIR(mode) else "f" if S_ISREG(mode) else ""


class _Asked:
    """The conditions asked of one path."""

    def __init__(self, path: str, kind: str, act: int) -> None:
        self.path, self.name, self.kind, self.act = path, path.rpartition("/")[2], kind, act
        self.acts = self.pruned = False

    def holds(self, condition: Condition, surely: bool) -> tuple[bool, bool]:
        """Whether it may hold, and whether it may not; `surely` it is asked at all."""
        kind, rest = condition[0], condition[1:]
        if kind in ("and", "or"):
            return self.several(rest, surely, kind == "and")
        if kind == "not":
            may, may_not = self.holds(rest[0], surely)  # type: ignore[arg-type]
            return may_not, may
        if kind == "act":
            self.acts = self.acts or rest[0] == self.act
            return True, True
        if kind == "prune":
            self.pruned = self.pruned or surely
            return True, False
        folded = kind == "-iname" and not f"{rest[0]}{self.name}".isascii()  # of which there is more than one kind
        if kind == "maybe" or folded or (kind == "-type" and (not self.kind or rest[0] not in ("f", "d"))):
            return True, True
        found = self.test(str(kind), str(rest[0]))
        return found, not found

    def several(self, conditions: tuple[object, ...], surely: bool, every: bool) -> tuple[bool, bool]:
        """Conditions in their order: the next one is asked where those before it leave the answer open."""
        open_ = True  # the next one may be asked
        ended = False  # the answer may stand before the last
        for one in conditions:
            if not open_:
                break
            may, may_not = self.holds(one, surely)  # type: ignore[arg-type]
            goes_on, stops = (may, may_not) if every else (may_not, may)
            ended = ended or stops
            surely, open_ = surely and not stops, goes_on
        return (open_, ended) if every else (ended, open_)

    def test(self, kind: str, value: str) -> bool:
        """A condition on the name, the path or the kind."""
        from fnmatch import fnmatchcase

        if kind == "-type":
            return value == self.kind
        if kind == "-iname":
            return fnmatchcase(self.name.lower(), value.lower())
        return fnmatchcase(self.name if kind == "-name" else self.path, value)
