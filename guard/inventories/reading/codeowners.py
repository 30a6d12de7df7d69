"""CODEOWNERS, where a host looks for it: the handles and addresses that its rules name."""

from __future__ import annotations

from guard.inventories.reading.process import UnreadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.inventories.reading.picking import Around, Named

PLACES = {b"": "github", b".github": "github", b"docs": "github", b".gitlab": "gitlab"}
SIZE = 3 << 20  # beyond it GitHub takes no notice of the file


def how(file: Named, around: Around) -> str:
    return PLACES.get(file.path.rpartition(b"/")[0], "") if file.name == "codeowners" else ""


def read(data: bytes, how: str) -> Iterator[tuple[str, str, int]]:
    """Every owner of some rule; of a line that the host ignores none."""
    from guard.operations.owners import has_sections, lines_of

    if len(data) > SIZE:
        raise UnreadError("it is larger than 3 MB, and GitHub takes no notice of it")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UnreadError("it is not UTF-8") from None
    lines = lines_of(text, how == "gitlab" or has_sections(text))
    for rule, number in lines.rules:
        for owner in sorted(rule.owners):
            yield "owner", owner, number
    if lines.ignored:
        _, number, why = lines.ignored[0]
        raise UnreadError(f"line {number}: {why}")
