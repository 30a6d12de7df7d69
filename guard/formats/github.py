"""Annotations of a job on GitHub: the text report for its log, then the worst findings at their places.

Every line that may hold a word of the repository stands where the runner takes no command from it: in the report, which
is told between `stop-commands` and a word nobody can know before, or behind the `::` of an annotation, escaped.
"""

from __future__ import annotations

from guard import formats
from guard.escape import shown
from guard.model.finding import Finding
from guard.model.ranking import cut, level, lines, place, ranked, title
from guard.model.rule import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.verdict import Verdict

MOST = 10  # annotations of a level that a step may make
WORDS = 2_000  # characters of a message
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
EVERYTHING = "all of them: in the summary and in the report, guard check --format json"


def render(verdict: Verdict, colour: bool = False) -> str:
    """What is printed in a step; `colour` has no meaning here."""
    word = token()
    report = formats.render(verdict, "text").rstrip("\n").split("\n")
    return "\n".join([f"::stop-commands::{word}", *report, f"::{word}::", *worst(verdict)]) + "\n"


def token() -> str:
    """What lets commands count again; never the same, so that no file can hold it."""
    from secrets import token_hex

    return f"guard-{token_hex(16)}"


def worst(verdict: Verdict) -> list[str]:
    """The worst of each level, as many as a step may make; the last one counts the rest."""
    levels: dict[str, list[Finding]] = {name: [] for name in COMMANDS}
    for found in ranked(verdict):
        levels[level(found, verdict.door)].append(found)
    told: list[str] = []
    for name, findings in levels.items():
        fit = len(findings) if len(findings) <= MOST else MOST - 1
        told += [_annotation(verdict, found, COMMANDS[name]) for found in findings[:fit]]
        if findings[fit:]:
            told.append(_rest(findings[fit:], COMMANDS[name]))
    return told


def _annotation(verdict: Verdict, found: Finding, command: str) -> str:
    path, line = place(found, verdict.basis)
    given = {"file": shown(path), "line": str(line), "title": title(found)}
    return _command(command, given, cut("\n".join(lines(found)), WORDS))


def _rest(findings: list[Finding], command: str) -> str:
    """What no annotation is left for, a rule and how often."""
    counts: dict[str, int] = {}
    for found in findings:
        counts[found.rule] = counts.get(found.rule, 0) + 1
    rules = [f"{rule} {RULES[rule].title}: {many:,}" for rule, many in counts.items()]
    words = "\n".join([f"and {len(findings):,} more; {EVERYTHING}", *rules])
    return _command(command, {"title": f"guard: and {len(findings):,} more"}, words)


def _command(name: str, properties: dict[str, str], words: str) -> str:
    given = [f"{key}={_escaped(of).replace(':', '%3A').replace(',', '%2C')}" for key, of in properties.items()]
    return f"::{name} {','.join(given)}::{_escaped(words)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
