"""Files of a tree, by their whole path, by its end, by a folder and by a pattern."""

from __future__ import annotations

from guard.model.lookup.near import Near
from guard.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_PATTERN = 200
_MOST_STARS = 6
_MOST = 400  # files of a folder that a guess looks at


class Paths:
    """Every file; folders are told from them."""

    __slots__ = (
        "_alike",
        "_by_folder",
        "_by_last",
        "_folders",
        "_folders_by_last",
        "_near",
        "_near_tops",
        "_stems",
        "_tops",
        "files",
    )

    def __init__(self, names: Iterable[str]) -> None:
        self.files = frozenset([name.strip("/") for name in names])
        self._by_last: dict[str, list[str]] = {}
        self._by_folder: dict[str, list[str]] = {}
        self._folders: set[str] = set()
        for file in sorted(self.files):
            folder, _, last = file.rpartition("/")
            self._by_last.setdefault(last, []).append(file)
            self._by_folder.setdefault(folder, []).append(last)
            while folder and folder not in self._folders:
                self._folders.add(folder)
                folder = folder.rpartition("/")[0]
        self._folders_by_last: dict[str, list[str]] = {}
        for folder in sorted(self._folders):
            self._folders_by_last.setdefault(folder.rpartition("/")[2], []).append(folder)
        self._tops = frozenset([file.partition("/")[0] for file in self.files])
        self._stems: frozenset[str] | None = None
        self._near: dict[str, Near] = {}
        self._alike: dict[str, dict[str, list[str]]] = {}  # last names by what their endings say, then by stem
        self._near_tops = Near(sorted(self._tops))

    def top(self, name: str) -> bool:
        """Whether it stands at the top of the tree."""
        return name in self._tops

    def like_top(self, name: str) -> bool:
        """Whether it is a slip of what stands at the top."""
        return bool(self._near_tops.slip(name))

    def folder(self, name: str) -> bool:
        """Whether a folder is called so, wherever it stands."""
        return name in self._folders_by_last

    def has(self, path: str) -> bool:
        """Whether this is a file or a folder, in full or by the end of its path."""
        said = path.removeprefix("./").strip("/")
        if not said:
            return False
        if "*" in said:
            return self.matches(said)
        if said in self.files or said in self._folders:
            return True
        last = said.rpartition("/")[2]
        ends = f"/{said}"
        return any([one.endswith(ends) for by in (self._by_last, self._folders_by_last) for one in by.get(last, ())])

    def stem(self, name: str) -> bool:
        """Whether a file is called so but for what stands behind its first or last dot."""
        if self._stems is None:
            lasts = self._by_last
            self._stems = frozenset(
                [last.rpartition(".")[0] for last in lasts] + [last.split(".")[0] for last in lasts]
            )
        return bool(name) and name in self._stems

    def matches(self, pattern: str) -> bool:
        """Whether a file or folder fits a pattern of a shell, from the top or from any folder."""
        if len(pattern) > _LONGEST_PATTERN or pattern.count("*") > _MOST_STARS:
            return True  # nobody writes such a pattern for a person
        import re  # only where a pattern is asked for

        parts = [_PART[part] if part in _PART else re.escape(part) for part in re.split(r"(\*\*/|\*\*|\*)", pattern)]
        fits = re.compile(f"(?:.*/)?{''.join(parts)}").fullmatch
        return any([fits(one) is not None for every in (self.files, self._folders) for one in every])

    def like(self, path: str) -> str:
        """The path somebody may have meant: the same name in another folder, then one beside it, then any."""
        said = path.removeprefix("./").strip("/")
        folder, _, last = said.rpartition("/")
        elsewhere = sorted([*self._by_last.get(last, ()), *self._folders_by_last.get(last, ())])
        if elsewhere:
            return nearest(said, elsewhere[:_MOST]) or elsewhere[0]
        near = _of_kind(last, sorted(self._by_folder.get(folder, ()))[:_MOST]) if folder else ""
        if near:
            return f"{folder}/{near}"
        found = sorted(self._anywhere(last))
        return nearest(said, found[:_MOST]) or (found[0] if found else "")

    def _anywhere(self, last: str) -> Iterator[str]:
        """Files and folders of a name that is near, of the same kind; else of the same name but for the kind."""
        if not self._alike:
            for one in (*self._by_last, *self._folders_by_last):
                stem, kind = _parts(one)
                self._alike.setdefault(kind, {}).setdefault(stem, []).append(one)
        stem, kind = _parts(last)
        of = self._alike.get(kind, {})
        if kind not in self._near:
            self._near[kind] = Near(of)
        names = of.get(stem) or of.get(self._near[kind].guess(stem)) or []
        names = names or [name for every in self._alike.values() for name in every.get(stem, ())]
        for name in names:
            yield from (*self._by_last.get(name, ()), *self._folders_by_last.get(name, ()))


def _parts(last: str) -> tuple[str, str]:
    """A name without its ending, and what kind of file the ending tells: of what is written for the same tool one."""
    stem, dot, ending = last.rpartition(".")
    if not (dot and stem):
        return last, ""
    kind = ending.casefold()
    return stem, _SAME.get(kind, kind)


def _of_kind(last: str, names: Iterable[str]) -> str:
    """The nearest of the names that have its ending or its stem."""
    stem, kind = _parts(last)
    parted = [(name, *_parts(name)) for name in names]
    same = next((name for name, of, ends in parted if of == stem and ends == kind), "")
    near = nearest(stem, [of for _, of, ends in parted if ends == kind])
    found = [name for name, of, ends in parted if near and of == near and ends == kind]
    found = found or [name for name, of, _ in parted if of == stem]
    return same or next(iter(found), "")


_SAME = {"yml": "yaml", "markdown": "md", "htm": "html"} | dict.fromkeys(("ts", "tsx", "jsx", "mjs", "cjs"), "js")


_PART = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
