"""What the lines of a landing leave to guess that is held to a plan: beside the tree it lands on, and what it brings.

A name that the landing itself adds to a template, a flag file or a manifest is known, and so is what its migrations
make. Only those registers are read that its lines ask for.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Examined, Paper, Raised, Unasked, Wanted, questions
from guard.model.inquiry import Miss
from guard.model.known import NOTHING
from guard.opinions.added import by_file
from guard.prose.coming import LONGEST, SQL, ending, of_tests
from guard.prose.coming.packages import taken
from guard.prose.fields import declared_by
from guard.questions import ARRIVE, ASKS, examine_arriving
from guard.replay.landed import Landed, known_of, used
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guard.doors.git.repository import Repository
    from guard.model.change import Change
    from guard.model.doubt import Added
    from guard.model.operation import Judged
    from guard.model.plan import Plan
    from guard.papers import Progress
    from guard.trust import Trusted

MOST = 20_000  # lines of a landing
MOST_OF_ONE = 5_000  # lines of a file
NAMED = 3  # files that are named
RULES = tuple([rule for ask in ASKS if ask.name in ARRIVE for rule in ask.rules])
# One of these words stands in every line that asks for a variable or a flag.
ASKING = (
    *("env", "config", "$_server", "flag", "feature", "toggle", "flipper", "enabled", "variation", "treatment"),
    *("boolean", "ison", "_active"),
)


class Coming(NamedTuple):
    """The lines as the rules had them, and what came of asking."""

    paper: Paper
    examined: Examined


def coming(
    repository: Repository,
    trusted: Trusted,
    change: Change,
    judged: Judged,
    plan: Plan,
    at: bytes,
    hint: bool = False,
    progress: Progress | None = None,
) -> Coming:
    """All of it. Documents and other protected files have rules of their own; what is routine only must not speak."""
    text = declared_by(plan)
    lines, unasked = _lines(repository, change, judged)
    free = {path for path, of in judged.operations.items() if trusted.policy.is_routine(path, of)}
    held = tuple([line for line in lines if line.path not in free])
    if not any([path not in judged.protected and path not in free for path in judged.operations]):
        return Coming(Paper(text, NOTHING), Examined((), (), ()))
    landed = Landed(repository, trusted, change, _readers(held))
    wanted = tuple(_wanted(landed, held))
    kinds = _kinds(held, wanted)
    known = known_of(landed, at or change.old, kinds, hint, progress)
    paper = Paper(text, known, held, wanted)
    whole = paper._replace(added=lines)
    examined = examine_arriving(paper, whole)
    more = used(landed, at or change.old, paper, examined.doubts)
    if more is not None:
        paper = paper._replace(known=more)
        examined = examine_arriving(paper, whole)
    unread = [
        Unasked("G704", f"what {shown(one.path)} asks for", one.unread)
        for one in landed.told("asks")
        if one.unread and one.how == "code"
    ]
    return Coming(paper, examined._replace(unasked=(*examined.unasked, *unread, *unasked)))


def raised_by(of: Coming, plan: Plan) -> tuple[Raised, ...]:
    """As questions to whoever answers for the plan."""
    told = questions(of.paper, of.examined.doubts)
    return tuple([Raised(doubt, question, doubt.path, b"", plan.id, plan.owner) for doubt, question in told])


def _lines(repository: Repository, change: Change, judged: Judged) -> tuple[tuple[Added, ...], tuple[Unasked, ...]]:
    """Every line of what is text, in bounds; and of what is left out, why."""
    found: list[Added] = []
    out: dict[str, list[str]] = {}
    for one, lines in by_file(repository, change.landing.changes):
        name = shown(one.path)
        if one.path in judged.protected:
            continue
        if isinstance(lines, Miss):
            out.setdefault("too large to be read" if lines.cause == "too-large" else "no text", []).append(name)
        elif len(lines) > MOST_OF_ONE or len(found) + len(lines) > MOST:
            out.setdefault("more new lines than are read", []).append(name)
        else:
            short = [line for line in lines if len(line.text) <= LONGEST]
            found += short
            if len(short) < len(lines):
                out.setdefault(f"lines of more than {LONGEST:,} letters", []).append(name)
    return tuple(found), tuple(_left_out(out))


def _left_out(out: dict[str, list[str]]) -> Iterator[Unasked]:
    for why, names in out.items():
        more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
        for rule in ("G741",) if why == "no text" else RULES:
            yield Unasked(rule, f"new lines of {', '.join(names[:NAMED])}{more}", why)


def _readers(lines: Iterable[Added]) -> tuple[str, ...]:
    """Those that have anything to read in what comes."""
    found = []
    if any([word in low for line in lines for low in (line.text.lower(),) for word in ASKING]):
        found += ["asks", "flags"]
    return (*found, "code", "manifests") if any(taken(lines)) else tuple(found)


def _wanted(landed: Landed, lines: Iterable[Added]) -> Iterator[Wanted]:
    """What new lines of code ask for while they run."""
    new = {(line.path, line.line) for line in lines}
    for told in landed.told("asks"):
        if told.how == "code":
            for kind in ("environment", "flag"):
                yield from [
                    Wanted(kind, name, told.path, line) for name, line in told.of(kind) if (told.path, line) in new
                ]


def _kinds(lines: Iterable[Added], wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """The registers that the rules will look into."""
    found = {one.kind for one in wanted if not of_tests(one.path)}
    if any(taken(lines)):
        found |= {"package", "module", "path"}
    if any([ending(line.path) in SQL and not of_tests(line.path) for line in lines]):
        found |= {"table", "column"}
    return (*sorted(found), "term", "external") if found else ()
