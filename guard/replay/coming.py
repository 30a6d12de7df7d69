"""What the lines of a landing leave to guess that is held to a plan: beside the tree it lands on, and what it brings.

A name that the landing itself adds to a template, a flag file or a manifest is known, and so is what its migrations
make. Only those registers are read that its lines ask for.
"""

from __future__ import annotations

from guard.escape import shown
from guard.inventories.reading.speaking import speaks
from guard.model.doubt import Examined, Paper, Raised, Unasked, Wanted, questions
from guard.model.inquiry import Miss
from guard.model.known import NOTHING
from guard.opinions.added import by_file
from guard.prose.coming import LONGEST, SQL, by_name, ending, of_tests, signs
from guard.prose.coming.packages import UNREAD, taken
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
NO_TEXT = "no text"
UNKNOWN = "nobody knows the program of its first line"
ITS_FIRST_LINE = "its name does not say that it is code"
NO_IMPORTS = "its first line says that it is code of a language that is not read for it"
UNREAD_BY = {UNKNOWN: ("G704", "G705", "G712"), ITS_FIRST_LINE: ("G704",), NO_IMPORTS: ("G704", "G705")}
RULES = tuple([rule for ask in ASKS if ask.name in ARRIVE for rule in ask.rules])


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
    copies = {(line.path, line.line): line.copies for line in lines if line.copies}
    paper = Paper(text, known, held, wanted, copies)
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
    out: dict[str, list[bytes]] = {}
    for one, lines in by_file(repository, change.landing.changes):
        if one.path in judged.protected:
            continue
        if isinstance(lines, Miss):
            out.setdefault("too large to be read" if lines.cause == "too-large" else NO_TEXT, []).append(one.path)
        elif len(lines) > MOST_OF_ONE or len(found) + len(lines) > MOST:
            out.setdefault("more new lines than are read", []).append(one.path)
        else:
            short = [line for line in lines if len(line.text) <= LONGEST]
            found += short
            if len(short) < len(lines):
                out.setdefault(f"lines of more than {LONGEST:,} letters", []).append(one.path)
            if lines and lines[0].tongue:
                out.setdefault(_of_first_line(by_name(lines[0])), []).append(one.path)
    return tuple(found), tuple([one for why, paths in out.items() for one in _left_out(why, paths)])


def _left_out(why: str, paths: list[bytes]) -> Iterator[Unasked]:
    """For each rule that would have read them, once."""
    for rule in RULES:
        kept = [shown(path) for path in paths if _would_read(rule, path, why)]
        more = f" and {len(kept) - NAMED:,} more" if len(kept) > NAMED else ""
        if kept:
            yield Unasked(rule, f"new lines of {', '.join(kept[:NAMED])}{more}", why)


def _would_read(rule: str, path: bytes, why: str) -> bool:
    """Whether a rule would have read a file, were it not for this."""
    if why in UNREAD_BY:
        return rule in UNREAD_BY[why]
    if why == NO_TEXT and rule != "G741":
        sql = ending(path) in SQL
        return sql if rule == "G703" else (bool(signs(path)) or not ending(path)) and (rule == "G712" or not sql)
    return True


def _of_first_line(path: bytes) -> str:
    """Why not all rules read a file of which only its first line says what it is."""
    if not signs(path):
        return UNKNOWN
    return NO_IMPORTS if ending(path) in UNREAD else ITS_FIRST_LINE


def _readers(lines: Iterable[Added]) -> tuple[str, ...]:
    """Those that have anything to read in what comes."""
    found = []
    if any([speaks(line.text.lower()) for line in lines]):
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
    if any([ending(by_name(line)) in SQL and not of_tests(line.path) for line in lines]):
        found |= {"table", "column"}
    return (*sorted(found), "term", "external") if found else ()
