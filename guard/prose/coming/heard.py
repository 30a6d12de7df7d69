"""What lines of a change say to whoever checks it: in words that people read, and in the names of their files."""

from __future__ import annotations

from guard.prose.coming import by_name, files, halves, of_tests, runs, signs, speech
from guard.prose.spoken.heard import SIGNS, Heard, Page, in_code, joined, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.model.doubt import Added

_MANY = 10  # lines of a file that are asked about one by one


def everything(added: Iterable[Added]) -> list[str]:
    """All of it, as texts: lines, what they say together, and names of files as they are and as words."""
    lines = [line.text for line in added]
    names = [path.decode("utf-8", "replace") for path in files(added)]
    return [*lines, *names, *map(words_of, names), joined(lines)]


def heard(added: Iterable[Added], page: Page) -> Iterator[Heard]:
    """File by file."""
    for path, lines in files(added).items():
        name = path.decode("utf-8", "replace")
        found = page.spoken(name) or page.spoken(words_of(name))  # of letters nobody sees others tell
        if found is not None:
            yield Heard(found[0], f"{found[1]}, in the name of a file", lines[0].line, name, path)
        every = [one._replace(path=path) for one in _in_file(path, lines, page)]
        yield from every if len(every) <= _MANY else [_together(every)]


def _together(every: list[Heard]) -> Heard:
    """Of a file that is full of it one, which is another one with each line that comes or goes."""
    quotes = " ".join([one.quote for one in every])
    return every[0]._replace(what=f"{every[0].what}, as do {len(every) - 1:,} more of this file", anchor=quotes)


def _in_file(path: bytes, lines: list[Added], page: Page) -> Iterator[Heard]:
    """What nobody sees, on any line; words in what is no code, and of code in comments and texts, in tests in comments.

    What runs over several lines is read as one where they follow on each other.
    """
    signed, tests = signs(by_name(lines[0])), of_tests(path)
    for run in runs(lines):
        whole = [(line.line, _as_read(line)) for line in run]
        words = whole if not tests else []
        if signed:
            words = [(at, halves(text, signed)[1] if tests else speech(text, signed)) for at, text in whole]
        for at, line in whole:
            found = page.masked(line) or (None if tests else page.told_in_code(line))
            if found is not None:
                yield Heard(*found, at, line.strip() or line)
        yield from in_code([one for one in words if one[1].strip(SIGNS)], page.spoken)


def _as_read(line: Added) -> str:
    """Without the mark that a file may begin with, and what only parts its pages; of patterns of dots the empty one."""
    text = line.text.replace("\f", " ")
    if "\u2800" in text and any(["\u2800" < char <= "\u28ff" for char in text]):
        text = text.replace("\u2800", " ")
    return text.removeprefix("\ufeff") if line.line == 1 else text
