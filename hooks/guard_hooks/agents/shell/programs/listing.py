"""Commands that print names of files and nothing else, so that what `xargs` hands on are no options."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.language.word import Word

LISTS = {"rg": ("l", "--files", "--files-with-matches"), "grep": ("l", "--files-with-matches")}
OF_GIT = {"ls-files": (), "grep": ("l", "--files-with-matches", "--name-only"), "diff": ("--name-only",)}
# In options by which more than a name may be printed
ODD = ("format", "prefix", "label", "separator", "printf", "exec", "ok", "print0", "fls", "regextype", "pre")


def names_files(words: tuple[Word, ...]) -> bool:
    """Whether a command prints names of files, a line each."""
    texts = [word.plain() for word in words]
    name, rest = (texts[0], texts[1:]) if texts else ("", [])
    options = [text for text in rest if text[:1] == "-"]
    if any([not word.known() for word in words]) or any([odd in option for odd in ODD for option in options]):
        return False
    if name in ("find", "fd", "fdfind"):
        return bool(rest) and not any([option in ("-x", "-X", "-0") for option in options]) and texts[1][:1] != "-"
    if name == "git":
        wanted = OF_GIT.get(rest[0]) if rest else None
        return wanted is not None and (not wanted or _has(options, wanted))
    return name in LISTS and _has(options, LISTS[name])


def _has(options: list[str], wanted: tuple[str, ...]) -> bool:
    return any([option in wanted or (option[1:2] != "-" and "l" in wanted and "l" in option[1:]) for option in options])
