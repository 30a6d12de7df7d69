"""What `guard check --last` has to say of the past: whose each landing is, and what it would have met."""

from __future__ import annotations

from guard.errors import UsageError
from guard.escape import shown
from guard.grammar.moment import said
from guard.model.rule import RULES
from guard.model.verdict import STOPS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from guard.commands._past_under import Under
    from guard.model.finding import Finding
    from guard.model.policy import Policy
    from guard.model.verdict import Verdict

UNPLANNED = "G102"  # a plan is needed
PATHS = 1000  # of a landing of which no finding names a path; nobody owns more of it in another way
NO_CALENDAR = 253_402_300_800  # seconds: the year 10000, and whatever else a commit may claim
NOBODY = "somebody who is not named"


class Step(NamedTuple):
    """One landing of the past: its commit, how it calls itself, what it changed, and what guard would say."""

    commit: str
    subject: str
    paths: tuple[bytes, ...]
    by: bytes  # who committed it, as the commit says
    verdict: Verdict
    begins: bool = False  # nothing was there before it, so nothing is changed by it
    at: int = 0  # when, as its commit says

    def lacks_plan(self) -> tuple[Finding, ...]:
        """What would have needed a plan."""
        return tuple([found for found in self._stopping() if found.rule == UNPLANNED])

    def stopped(self) -> tuple[Finding, ...]:
        """What else would have closed the merge door."""
        return tuple([found for found in self._stopping() if found.rule != UNPLANNED])

    def _stopping(self) -> list[Finding]:
        """Where no policy stands nothing blocks; the rule says what would. What begins a history lands on nothing."""
        if self.begins:
            return []
        adopted = self.verdict.adopted
        return [
            found
            for found in self.verdict.findings
            if not found.settled and (found.blocks if adopted else RULES[found.rule].blocks) in STOPS["merge"]
        ]


class Owner(NamedTuple):
    """Whose something is, and who says so: "policy", "CODEOWNERS" or "committer"."""

    name: str
    said_by: str


class Share(NamedTuple):
    """What of the past is one owner's: landings that would have needed a plan, and landings that would have stopped."""

    owner: Owner
    lacks_plan: tuple[tuple[Step, tuple[Finding, ...]], ...]
    stopped: tuple[tuple[Step, tuple[Finding, ...]], ...]

    def landings(self) -> int:
        return len({step.commit for step, _ in (*self.lacks_plan, *self.stopped)})


class Past(NamedTuple):
    """All that a report shows."""

    under: Under
    steps: tuple[Step, ...]
    shares: tuple[Share, ...]
    link: str  # with {commit} in it; "" where nobody knows where a commit is shown
    unread: str  # why CODEOWNERS counts for nothing; "" where it does, or is not there

    def quiet(self) -> int:
        """How many would have passed without a word."""
        return sum([not step.verdict.findings for step in self.steps if not step.begins])

    def remarked(self) -> int:
        """How many would have passed, and something would have been said of them."""
        some = [step for step in self.steps if step.verdict.findings and not step.begins]
        return sum([not step.lacks_plan() and not step.stopped() for step in some])

    def days(self) -> str:
        """Between which days they landed, in words; "" where no commit says one that a calendar has."""
        told = sorted([said(step.at, "%Y-%m-%d") for step in self.steps if 0 < step.at < NO_CALENDAR])
        return "" if not told else f"on {told[0]}" if told[0] == told[-1] else f"from {told[0]} to {told[-1]}"

    def beginning(self) -> Step | None:
        """Where the history begins, if that is among them and was read: it is told apart, and counted nowhere."""
        read = [step for step in self.steps if step.begins and step.verdict.outcome != "cannot-establish"]
        return read[0] if read else None

    def url(self, commit: str) -> str:
        return self.link.replace("{commit}", commit)


def landings(number: int) -> str:
    return f"{number:,} landing{'' if number == 1 else 's'}"


def past(under: Under, steps: list[Step], link: str, listed: Listed) -> Past:
    """The report: each share by the owners of what its findings are about."""
    owners = _Owners(under.trusted.policy, listed.of)
    plans: dict[Owner, list[tuple[Step, tuple[Finding, ...]]]] = {}
    stops: dict[Owner, list[tuple[Step, tuple[Finding, ...]]]] = {}
    for step in steps:
        for shares, findings in ((plans, step.lacks_plan()), (stops, step.stopped())):
            for owner, own in owners.shared(step, findings).items():
                shares.setdefault(owner, []).append((step, tuple(own)))
    told = [
        Share(owner, tuple(plans.get(owner, ())), tuple(stops.get(owner, ())))
        for owner in dict.fromkeys([*plans, *stops])
    ]
    told.sort(key=lambda share: (-share.landings(), share.owner))
    return Past(under, tuple(steps), tuple(told), link, listed.unread)


class _Owners:
    """Who owns a path: by the policy, else by CODEOWNERS, else who committed the landing."""

    def __init__(self, policy: Policy, listed: Callable[[bytes], Iterable[str]]) -> None:
        self._policy, self._listed = policy, listed
        self._known: dict[bytes, tuple[Owner, ...]] = {}

    def shared(self, step: Step, findings: tuple[Finding, ...]) -> dict[Owner, list[Finding]]:
        """Findings by owner; one that is about no path is of all who own something of the landing."""
        shares: dict[Owner, list[Finding]] = {}
        for found in findings:
            paths = step.paths[:PATHS] if found.path is None else (found.path,)
            for owner in dict.fromkeys([one for path in paths or (b"",) for one in self._of(step, path)]):
                shares.setdefault(owner, []).append(found)
        return shares

    def _of(self, step: Step, path: bytes) -> Iterator[Owner]:
        resources = [done.object for done in step.verdict.operations.get(path, ()) if done.object]
        teams = dict.fromkeys([team for resource in resources for team in self._policy.owners_of(resource)])
        if teams:
            yield from [Owner(shown(team), "policy") for team in teams]
            return
        if path not in self._known:
            self._known[path] = self._owners(path)
        yield from self._known[path] or (Owner(shown(step.by) or NOBODY, "committer"),)

    def _owners(self, path: bytes) -> tuple[Owner, ...]:
        teams = [
            team
            for owner in self._policy.owners
            if owner.paths is not None and owner.paths.matches(path)
            for team in owner.teams
        ]
        if teams:
            return tuple([Owner(shown(team), "policy") for team in dict.fromkeys(teams)])
        return tuple([Owner(shown(name), "CODEOWNERS") for name in self._listed(path)])


class Listed(NamedTuple):
    """What CODEOWNERS says, as a question about a path; or why it says nothing."""

    of: Callable[[bytes], Iterable[str]]
    unread: str = ""


def nobody(_: bytes) -> tuple[str, ...]:
    """Where there is no CODEOWNERS."""
    return ()


def codeowners(data: bytes, path: str) -> Listed:
    """Its rules as the host goes by them: of several that match the last one counts, in each section of GitLab's."""
    from guard.operations.owners import has_sections, lines_of
    from guard.settings.owner_patterns import elements, matches

    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return Listed(nobody, f"{path} is not UTF-8")
    gitlab = path.startswith(".gitlab/") or (not path.startswith(".github/") and has_sections(text))
    rules = [(rule, elements(rule.pattern)) for rule, _ in lines_of(text, gitlab).rules]

    def owners(asked: bytes) -> list[str]:
        components = asked.decode("utf-8", "surrogateescape").split("/")
        told: dict[str, list[str]] = {}
        for rule, wanted in rules:
            if matches(wanted, components):
                told[rule.section] = sorted(rule.owners)
        return list(dict.fromkeys([owner for some in told.values() for owner in some]))

    return Listed(owners)


def link_of(template: str) -> str:
    """What somebody wrote as --link, if it can stand in any report as it is."""
    import re

    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?/[\w.~:/?#=%+,{}-]*", template, re.A) or "{commit}" not in template:
        raise UsageError(
            f"--link takes an address with {{commit}} in it, such as https://git.example.org/app/commit/{{commit}}, "
            f"not '{shown(template)}' (guard check --help)"
        )
    return template
