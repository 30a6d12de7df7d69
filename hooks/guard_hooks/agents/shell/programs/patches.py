"""The names of the files that a patch changes; none where it cannot be said."""

from __future__ import annotations

OWN = ("*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: ")
MOST = 500


def named(text: str, strip: int) -> list[tuple[str, bool]]:
    """Each path, and whether the file is gone afterwards; with a `strip` below nothing, of a patch with ***."""
    found = _of_stars(text) if strip < 0 else _of_signs(text, strip)
    return found if found and len(found) <= MOST else []


def _of_stars(text: str) -> list[tuple[str, bool]]:
    lines = text.strip().split("\n")
    if lines[0].strip() != "*** Begin Patch" or lines[-1].strip() != "*** End Patch":
        return []
    found: list[tuple[str, bool]] = []
    for line in lines:
        head = next((head for head in OWN if line.startswith(head)), "")
        path = line[len(head) :].strip() if head else ""
        if head == OWN[3] and found:
            found[-1] = (found[-1][0], True)
        if head:
            found.append((path, head == OWN[2]))
        elif line.lstrip().startswith("***") and line.strip() not in (
            "*** Begin Patch",
            "*** End Patch",
            "*** End of File",
        ):
            return []
    return found if all([path for path, _ in found]) else []


def _of_signs(text: str, strip: int) -> list[tuple[str, bool]]:
    """Of a patch with --- and +++: both names, for either may be the one that is taken."""
    found: dict[str, bool] = {}
    lines = text.split("\n")
    for at in _heads(lines):
        line = lines[at]
        if _names_otherwise(lines, at) or (line.startswith("diff --git ") and not _has_names(lines, at)):
            return []
        if line.startswith("--- "):
            old, new = _name(line[4:], strip), _name(lines[at + 1][4:], strip)
            for name in (old, new):
                if name == "":
                    return []
                if name is not None:
                    found[name] = new is None
        for head, gone in (("rename from ", True), ("rename to ", False), ("copy to ", False)):
            if line.startswith(head):
                found[line[len(head) :]] = gone
    return list(found.items())


def _heads(lines: list[str]) -> list[int]:
    """Where lines stand that are in no hunk; where a hunk is not as long as it says, each of its lines may be one."""
    found: list[int] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        if end == at:
            found.append(at)
        at = max(at + 1, end)
    return found


def _end(lines: list[str], at: int) -> int:
    """Where the hunk ends that begins there; there, where none does."""
    words = lines[at].split(" ")
    if words[0] != "@@" or len(words) < 4 or words[3].rstrip("\r") != "@@":
        return at
    sizes = [word[1:].partition(",") for word in words[1:3]]
    if not all([size.isascii() and size.isdigit() for start, _, more in sizes for size in (start, more or "1")]):
        return at
    old, new = [int(more or "1") for _, _, more in sizes]
    end = at + 1
    while (old > 0 or new > 0) and end < len(lines):
        sign = lines[end][:1]
        old, new, end = old - (sign in "- \r"), new - (sign in "+ \r"), end + 1
        if sign not in "-+ \\\r" or old < 0 or new < 0:
            return at
    return end if old == new == 0 else at


def _names_otherwise(lines: list[str], at: int) -> bool:
    """Whether a line may name a file in another way than in a pair of lines; so may any of a hunk that is cut."""
    line, sign = lines[at], lines[at].lstrip()
    if line.startswith("--- "):
        return not lines[at + 1 : at + 2] or not lines[at + 1].startswith("+++ ")
    if line.startswith("+++ "):
        return not at or not lines[at - 1].startswith("--- ")
    odd = sign.startswith(("*** ", "--- ", "+++ ", "@@", "Index:", "Prereq:")) or (sign != line and sign[:5] == "diff ")
    return odd or line.rstrip("\r").lstrip("0123456789,") in ("a", "c", "d", "i")


def _has_names(lines: list[str], at: int) -> bool:
    """Whether names follow in lines of their own: git has those of a new mode in its first line alone."""
    for line in lines[at + 1 : at + 8]:
        if line.startswith(("--- ", "rename to ", "copy to ")):
            return True
        if line.startswith("diff --git "):
            return False
    return False


def _name(said: str, strip: int) -> str | None:
    """A name as it is said there without its first folders; None for no file, nothing where it is not plain."""
    name = said.partition("\t")[0].rstrip("\r")
    if name == "/dev/null":
        return None
    parts = name.split("/")
    if name.startswith('"') or " 20" in name or len(parts) <= strip:
        return ""
    return "/".join(parts[strip:])
