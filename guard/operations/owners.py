"""CODEOWNERS: who owns which path, before and after. Of several patterns the last that matches counts.

Patterns are compared where they overlap: an order that changes nobody's paths is no operation. Sections of GitLab
count each for itself. What the host ignores changes no owner, and is opaque where it is new.
"""

from __future__ import annotations

import re
from itertools import islice

from guard.model.operation import Operation
from guard.model.reading import Reading, unread
from guard.settings import operation
from guard.settings.owner_patterns import LONGEST, apart, elements, matches, own, shared
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.reading import Context, Source

VIA = "codeowners"
_SIZE = 3 * 1024 * 1024  # beyond it GitHub takes no notice of the file
_WORK = 4_000_000  # components of paths that patterns are asked about; beyond it not every overlap is looked at
_OVERLAP = 16  # what finding one overlap counts for, by the parts of both patterns
_SECTION = re.compile(r"(\^?)\[([^\]]+)\](?:\[(\d+)\])?(?:\s+(.*))?")
_WORDS = re.compile(r"(?:\\.|[^\s\\])+")
_OWNER = re.compile(r"@[\w.-]+(?:/[\w./-]+)?|@@\w+|[^@\s]+@[^@\s]+\.[^@\s]+")


class Rule(NamedTuple):
    """Who owns what matches the pattern, in one section."""

    section: str
    pattern: str
    owners: frozenset[str]
    optional: bool = False
    approvals: int = 1
    exempt: bool = False  # nothing of the pattern is owned in this section, whatever else is said

    def words(self) -> str:
        said = " ".join(sorted(self.owners))
        if not said:
            return ""
        asked = f"{self.approvals} of {said}" if self.approvals > 1 else said
        return f"optional {asked}" if self.optional else asked


class Lines(NamedTuple):
    """What a file says: rules with their lines, and lines the host ignores, with why."""

    rules: tuple[tuple[Rule, int], ...]
    ignored: tuple[tuple[str, int, str], ...]


def detect(source: Source, context: Context) -> Reading | None:
    """Every pattern whose paths have other owners than before."""
    if max(len(source.old or b""), len(source.new or b"")) > _SIZE:
        return unread("the file is larger than 3 MB, and GitHub takes no notice of it", VIA)
    try:
        texts = [(data or b"").decode("utf-8").removeprefix("\ufeff") for data in (source.old, source.new)]
    except UnicodeDecodeError:
        return unread("the file is not UTF-8", VIA)
    gitlab = ".gitlab/" in source.path or (
        not source.path.startswith(".github/") and any([has_sections(text) for text in texts])
    )
    old, new = [lines_of(text, gitlab) for text in texts]
    told, whole = _Comparison(old, new).operations()
    known = {text for text, _, _ in old.ignored}
    opaque = [
        Operation("opaque.unparsed", line, attributes=(("why", why),), via=VIA)
        for text, line, why in new.ignored
        if text not in known
    ]
    if not told and not opaque:
        return None
    return Reading((*told, *opaque), whole and not opaque)


def has_sections(text: str) -> bool:
    return any([_SECTION.fullmatch(line.strip()) for line in text.splitlines()])


def lines_of(text: str, gitlab: bool) -> Lines:
    rules: list[tuple[Rule, int]] = []
    ignored: list[tuple[str, int, str]] = []
    section = Rule("", "", frozenset())
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        header = _SECTION.fullmatch(line) if gitlab else None
        if header is not None:
            owners = frozenset(_WORDS.findall((header[4] or "").lower()))
            section = Rule(header[2].strip().lower(), "", owners, bool(header[1]), int((header[3] or "1")[:3]))
            continue
        pattern, *words = _WORDS.findall(re.split(r"\s#", line)[0]) or [line]
        owners = frozenset([word.lower() for word in words if _OWNER.fullmatch(word)])
        why = _why_ignored(pattern, len(owners) < len(set(map(str.lower, words))), gitlab)
        if why:
            ignored.append((line, number, why))
            continue
        exempt = gitlab and pattern.startswith("!")
        bare = re.sub(r"\\(.)", r"\1", pattern.removeprefix("!") if exempt else pattern)
        owned = frozenset() if exempt else owners or section.owners
        rules.append((section._replace(pattern=bare, owners=owned, exempt=exempt), number))
    return Lines(tuple(rules), tuple(ignored))


def _why_ignored(pattern: str, strange: bool, gitlab: bool) -> str:
    if len(pattern) > LONGEST:
        return f"a pattern has more than {LONGEST} characters"
    if gitlab:
        return "a range in brackets is not told" if "[" in pattern else ""
    if pattern.startswith("!"):
        return "GitHub ignores the line: a pattern cannot be negated"
    if "[" in pattern or "]" in pattern:
        return "GitHub ignores the line: a pattern has no ranges in brackets"
    if pattern == "/":
        return "GitHub ignores the line: / alone is no file"
    if pattern.startswith("\\#"):
        return "GitHub ignores the line: a pattern cannot begin with #"
    return "GitHub ignores the line: an owner is @name, @organisation/team or an e-mail address" if strange else ""


class _TooMuchError(Exception):
    """Not every overlap can be looked at."""


class _Comparison:
    """The rules of both sides, without those at either end that are the same."""

    def __init__(self, old: Lines, new: Lines) -> None:
        self._sides = [[rule for rule, _ in side.rules] for side in (old, new)]
        self._lines = dict(new.rules)
        self._gone = set(self._sides[0]) ^ set(self._sides[1])
        self._elements = {rule.pattern: elements(rule.pattern) for side in self._sides for rule in side}
        parts = self._elements.values()
        self._deep = max([len(some) for some in parts], default=0)
        self._wide = 1 + max([part.count("?") for some in parts for part in some], default=0)
        before, after = self._sides
        short = min(len(before), len(after))
        start = next((at for at in range(short) if before[at] != after[at]), short)
        tail = next((at for at in range(short - start) if before[-1 - at] != after[-1 - at]), short - start)
        self._first = [*before[:start], *before[start : len(before) - tail], *after[start : len(after) - tail]]
        self._middle = dict.fromkeys(self._first[start:])
        self._told: dict[tuple[str, str], Operation] = {}
        self._named: set[tuple[str, str]] = set()  # whose change is told, by themselves or by what they decide
        self._left = _WORK
        # The last that matches counts; but what is exempt stays so, wherever it is said.
        backwards = [[*reversed(side)] for side in self._sides]
        self._asked = [sorted(side, key=lambda rule: not rule.exempt) for side in backwards]

    def operations(self) -> tuple[list[Operation], bool]:
        """What is owned by others now; and whether every rule that came or went is told by that."""
        try:
            self._look_everywhere()
        except _TooMuchError:
            why = "too many rules are others at once to look at every overlap"
            return [*self._told.values(), Operation("opaque.unparsed", attributes=(("why", why),), via=VIA)], False
        return [*self._told.values()], all([(rule.section, rule.pattern) in self._named for rule in self._gone])

    def _look_everywhere(self) -> None:
        for rule in self._middle:
            paths = own(self._elements[rule.pattern], self._deep, self._wide)
            for path in paths if rule in self._gone else islice(paths, 1):  # others may stand over some of them
                if self._look(rule, rule, path):
                    break
        others = dict.fromkeys(self._first)
        for rule in self._middle:
            for other in others:
                one, two = self._elements[rule.pattern], self._elements[other.pattern]
                self._spend(1)
                if rule.section != other.section or rule.pattern == other.pattern or apart(one, two):
                    continue
                for shortest in (False, True):
                    self._spend(_OVERLAP * len(one) * len(two))
                    both = shared(one, two, shortest=shortest)
                    if both is None or self._look(rule, other, both):
                        break

    def _spend(self, work: int) -> None:
        self._left -= work
        if self._left < 0:
            raise _TooMuchError

    def _look(self, rule: Rule, other: Rule, path: tuple[str, ...]) -> bool:
        """Whether this path has other owners; that is told once, by the pattern that decides it."""
        was, now = [self._owner(side, rule.section, path) for side in self._asked]
        before, after = (was.words() if was else ""), (now.words() if now else "")
        if before == after:
            return False
        decides = next((one for one in (now, was) if one in self._middle), rule)
        assert decides is not None
        deepest = next(own(self._elements[other.pattern], self._deep, self._wide))
        self._spend(len(deepest))
        narrower = matches(self._elements[rule.pattern], deepest)
        found = (other, decides, rule) if narrower else (decides, rule, other)
        keys = list(dict.fromkeys([(one.section, one.pattern) for one in found]))
        facts: dict[str, str | bool] = {"from": before, "to": after, "section": rule.section}
        facts["widens"] = bool(before) and (not after or _asks_less(was, now))
        line = self._lines.get(decides)
        of = operation("owner.change", f"path:{decides.pattern}", line, VIA, facts)
        free = [key for key in keys if key not in self._told]
        if free and not any([self._told[key].attributes == of.attributes for key in keys if key in self._told]):
            self._told[free[0]] = of._replace(object=f"path:{free[0][1]}")
            self._named |= {free[0], (decides.section, decides.pattern)}
        return True

    def _owner(self, rules: list[Rule], section: str, path: tuple[str, ...]) -> Rule | None:
        for rule in rules:
            self._spend(len(path))
            if rule.section == section and matches(self._elements[rule.pattern], path):
                return rule
        return None


def _asks_less(old: Rule | None, new: Rule | None) -> bool:
    return old is not None and new is not None and (new.optional > old.optional or new.approvals < old.approvals)
