"""Rules of Kubernetes: verbs on resources, and whether one list of rules lets do more than another."""

from __future__ import annotations

from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST = 5_000  # single rights of one list that are compared; beyond it, any difference counts both ways
_SHOWN = 8


class Rule(NamedTuple):
    """Each verb on each resource of each group, of these names only where names stand; or on each URL."""

    verbs: frozenset[str]
    groups: frozenset[str]
    resources: frozenset[str]
    names: frozenset[str]
    urls: frozenset[str]

    def size(self) -> int:
        things = len(self.groups) * len(self.resources) * max(1, len(self.names))
        return len(self.verbs) * (things + len(self.urls))

    def lets(self, right: Right) -> bool:
        """Whether the rule lets do this one thing."""
        if not {"*", right.verb} & self.verbs:
            return False
        if right.url:
            return any([_reaches(url, right.url) for url in self.urls])
        if self.names and right.name not in self.names:
            return False
        return bool(
            {"*", right.group} & self.groups and {"*", right.resource, _of_any(right.resource)} & self.resources
        )

    def rights(self) -> Iterator[Right]:
        for verb in self.verbs:
            for url in self.urls:
                yield Right(verb, url=url)
            for group in self.groups:
                for resource in self.resources:
                    for name in self.names or ("",):
                        yield Right(verb, group, resource, name)


class Right(NamedTuple):
    """One verb on one thing. Without a name it is on all of them."""

    verb: str
    group: str = ""
    resource: str = ""
    name: str = ""
    url: str = ""

    def words(self) -> str:
        thing = self.url or "/".join([part for part in (self.group, self.resource, self.name) if part])
        return f"{self.verb} {thing}"


class Compared(NamedTuple):
    """What rules let do that others do not, and the reverse, in words; empty: they let do the same."""

    added: str
    removed: str


def compared(old: tuple[Rule, ...], new: tuple[Rule, ...]) -> Compared:
    """What is let in addition, and what no longer."""
    if frozenset(old) == frozenset(new):
        return Compared("", "")
    if sum([rule.size() for rule in (*old, *new)]) > _MOST:
        return Compared("too much to tell", "too much to tell")
    return Compared(_words(_beyond(new, old)), _words(_beyond(old, new)))


def _beyond(rules: tuple[Rule, ...], others: tuple[Rule, ...]) -> list[Right]:
    """The rights of rules that the others do not let."""
    rights = {right for rule in rules for right in rule.rights()}
    return sorted([right for right in rights if not any([rule.lets(right) for rule in others])])


def _words(rights: Iterable[Right]) -> str:
    words = [right.words() for right in rights]
    more = f", and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(words[:_SHOWN]) + more


def _of_any(resource: str) -> str:
    """`pods/log` is let by `*/log` too."""
    return f"*/{resource.partition('/')[2]}" if "/" in resource else resource


def _reaches(pattern: str, url: str) -> bool:
    return pattern == url or (pattern.endswith("*") and url.startswith(pattern[:-1]))
