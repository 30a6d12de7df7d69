"""Settings of git: those that say where its hooks are, what its words mean, and which programs it starts."""

from __future__ import annotations

from guard_hooks.agents.shell.git.tables import ELSEWHERE, LEADS, STARTERS
from guard_hooks.agents.shell.programs.tables import HARMLESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.reader import Reader

READS = "get get-all get-regexp get-urlmatch get-color get-colorbool l list"
HOOKS = "it sets where git looks for hooks"
NEW_WORDS = {"set": 1, "unset": 1, "rename-section": 1, "remove-section": 1}


def config(reader: Reader, found: Given) -> None:
    """`git config`: what it sets."""
    operands = found.operands
    first = operands[0].plain() if operands else ""
    if found.has(READS) or first in ("get", "list", "get-color", "get-colorbool", "get-urlmatch"):
        return
    if found.has("e edit") or first == "edit":
        reader.cannot("git config opens an editor")
        return
    if first in NEW_WORDS:
        operands = operands[1:]
    elif len(operands) < 2 and not found.has("unset unset-all remove-section rename-section"):
        return
    for file in found.value("f file"):
        reader.writes(file, "git config")
    if not operands or not operands[0].known():
        reader.cannot("which setting git gets is computed")
        return
    if found.has("global system"):
        reader.cannot("it sets what git goes by in every repository")
    value = operands[1] if len(operands) > 1 else operands[0]._replace(text="", mask="")
    setting(reader, operands[0].text, value.plain())
    if first == "rename-section" or found.has("rename-section"):
        setting(reader, value.text, "\0")
        reader.cannot("a section of git's settings gets another name")


def setting(reader: Reader, key: str, value: str) -> None:
    """One setting, for good or for this command."""
    key = key.lower()
    section, _, rest = key.partition(".")
    if key == "core.hookspath" or section in ("include", "includeif", "hook") or (section == "core" and not rest):
        reader.around(HOOKS)
    elif section == "alias":
        _alias(reader, value)
    elif _starts(key, section, value):
        reader.cannot("a setting of git says which program it starts")
    elif section == "trace2":
        reader.cannot("a setting of git says where it writes")
    elif key in ELSEWHERE:
        reader.cannot("a setting of git says what it works on")
    elif key.rpartition(".")[2] in LEADS.get(section, "").split():
        reader.cannot("a setting of git says where branches come from and go to")


def _starts(key: str, section: str, value: str) -> bool:
    """Whether it says a program; a `!` says one wherever it may, and the lines of a rebase may be commands."""
    named = (key.rpartition(".")[2] in STARTERS or section == "pager") and value not in HARMLESS
    return named or value.startswith("!") or key == "rebase.instructionformat"


def _alias(reader: Reader, value: str) -> None:
    """What an alias would do is not done now; but it may not be one that leaves out a hook."""
    from guard_hooks.agents.shell.language.walking import read
    from guard_hooks.agents.shell.reader import Reader as Another

    another = Another(reader.stands)
    another.depth = reader.depth + 1
    read(another, value[1:] if value.startswith("!") else f"git {value}")
    reader.git.update(another.git)
    if "\0" in value or value.startswith("!"):
        reader.cannot("a word of git gets a meaning of its own")
