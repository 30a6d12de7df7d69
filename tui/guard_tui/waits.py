"""The queue as the desk holds it: what waits, by what is asked for; where somebody was, they stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guard.escape import shown
from guard.model import wanted
from guard.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WHOSE = ("mine", "teams", "everyone")
KINDS = ("", *wanted.KINDS)
LISTED = 8
DAY, HOUR, MINUTE = 24 * 60 * 60, 60 * 60, 60


class Item(NamedTuple):
    """One row, of one repository."""

    repository: str  # where it is; "" where there is one alone
    data: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.repository}\0{self.data['id']}"

    @property
    def place(self) -> tuple[str, ...]:
        """How far to look for it alone; all branches where its own has a name that nobody can type."""
        if not self.data["lands"]:
            return ("--no-branches",)
        return () if "\\" in self.data["where"] else ("--branch", self.data["where"])  # git takes no backslash

    @property
    def about(self) -> str:
        """What it is about, in a few words."""
        return wanted.about(self.data)


class Wanted(NamedTuple):
    """What is asked for."""

    whose: str = "everyone"
    kind: str = ""
    words: str = ""


class Counts(NamedTuple):
    """How much waits, for whom."""

    mine: int
    teams: int
    everyone: int
    overdue: int
    of: int  # all that waits for whoever is asked for, whatever its kind and its words


class Queue:
    """All that has come, and of it what is asked for, most urgent first."""

    def __init__(self) -> None:
        self.heads: dict[str, Mapping[str, Any]] = {}
        self.wanted = Wanted()
        self.unlooked: list[tuple[str, str, str]] = []  # repository, what, why
        self.at_hand: dict[str, tuple[str, ...]] = {}  # by repository, whose keys are at hand; absent: not known
        self._names: dict[str, str] = {}  # by repository, who looks, as they said themselves
        self._items: dict[str, Item] = {}
        self._coming: dict[str, dict[str, Item]] = {}  # by repository, while it is looked at anew
        self._shown: list[Item] | None = None

    def begins(self, repository: str, head: Mapping[str, Any]) -> None:
        """It is looked at anew; what was known of it stands until that is over."""
        self.heads[repository] = {**head, "me": head.get("me") or self._names.get(repository)}
        self._coming[repository] = {}
        self.unlooked = [one for one in self.unlooked if one[0] != repository]
        for one in head["not_established"]:
            self.unlooked.append((repository, one["what"], one["why"]))

    def part(self, repository: str, data: Mapping[str, Any]) -> None:
        """A branch of it has been looked at."""
        for row in data["rows"]:
            item = Item(repository, row)
            self._coming[repository][item.key] = item
            self._items[item.key] = item
        self.unlooked += [(repository, one["what"], one["why"]) for one in data["not_looked_at"]]
        self._shown = None

    def ends(self, repository: str, at_hand: Sequence[str] | None = None) -> None:
        """All of it has come: what did not come again waits no longer."""
        self.at_hand.pop(repository, None)
        if at_hand is not None:
            self.at_hand[repository] = tuple(at_hand)
        come = self._coming.pop(repository, {})
        self._items = {key: item for key, item in self._items.items() if item.repository != repository or key in come}
        self._shown = None

    def fails(self, repository: str, what: str, why: str) -> None:
        """It could not be looked at to the end: what was known of it stands, and what came since."""
        self._coming.pop(repository, None)
        self.unlooked = [one for one in self.unlooked if one[:2] != (repository, what)]
        self.unlooked.append((repository, what, why))

    def want(self, asked: Wanted) -> None:
        self.wanted = asked
        self._shown = None

    def of(self, key: str) -> Item | None:
        """The row of this key, as it was told last."""
        return self._items.get(key)

    @property
    def every(self) -> list[Item]:
        """All that waits, in no order."""
        return list(self._items.values())

    @property
    def shown(self) -> list[Item]:
        """Of all that waits what is asked for."""
        if self._shown is None:
            whose, kind, words = self.wanted
            every = self._of(whose)
            found = [item for item in every if wanted.holds(item.data, kind, words, item.repository)]
            self._shown = sorted(found, key=lambda item: (item.data["order"], item.repository))
        return self._shown

    def me(self, repository: str) -> str:
        head = self.heads.get(repository)
        return (head["me"] or "") if head else ""

    def stranger(self, name: str) -> str:
        """That no repository lists somebody of this name, in words; "" where one does, or none was looked at."""
        people = list(dict.fromkeys([one for head in self.heads.values() for one in head["people"]]))
        if not name or name in people or not self.heads:
            return ""
        near = nearest(name, people)
        meant = f"did you mean {near}?" if near else f"there is {', '.join(people[:LISTED]) or 'nobody'}"
        return f"no repository here lists a person '{shown(name)}'; {meant}"

    def called(self, name: str) -> None:
        """Somebody says who they are: so they are called wherever no key tells, and somebody is called so."""
        for repository, head in self.heads.items():
            if not head["me"] and name in head["people"]:
                self._names[repository] = name
                self.heads[repository] = {**head, "me": name}
        self._shown = None

    def counts(self) -> Counts:
        """Of all, whatever is asked for just now."""
        overdue = [item for item in self._items.values() if item.data["urgency"] == "overdue"]
        of = len(self._of(self.wanted.whose))
        return Counts(len(self._of("mine")), len(self._of("teams")), len(self._items), len(overdue), of)

    def _of(self, whose: str) -> list[Item]:
        """What waits for them. Nobody can tell who looks: then nothing is theirs, and all is everyone's."""
        if whose == "everyone":
            return self.every
        names = {repository: self._mates(repository, whose) for repository in self.heads}
        return [item for item in self._items.values() if not names[item.repository].isdisjoint(item.data["who"])]

    def _mates(self, repository: str, whose: str) -> frozenset[str]:
        """Me, or everybody of a team of mine."""
        me, people = self.me(repository), self.heads[repository]["people"]
        teams = set(people.get(me, ())) if whose == "teams" else set()
        return frozenset([name for name, of in people.items() if name == me or not teams.isdisjoint(of)])


def short(ref: str) -> str:
    """A branch as people call it."""
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def age(seconds: int) -> str:
    """How long it has waited, in three or four letters."""
    for unit, letter in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m")):
        if seconds >= unit:
            return f"{seconds // unit}{letter}"
    return "now"
