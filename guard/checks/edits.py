"""Edits of policy and plans: versions grow (G260), identities stay (G261-G263), looser needs a person (G264, G265)."""

from __future__ import annotations

from guard.escape import shown
from guard.model.finding import Next, finding, settled
from guard.model.owning import waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.case import Case, Edit
    from guard.model.finding import Finding

MOST_SHOWN = 6
LEAP = 10_000  # of a version: edits of many branches, and not so far that one edit could use up all there are
DOCUMENTS = "documents count as they stand on the trusted branch; an edit is judged under the document before it"
SIGNED = "and counts once its owner approved it"
READS = "reads what becomes looser"


def check(case: Case) -> Iterator[Finding]:
    for edit in case.edits:
        yield from _version(edit)
        yield from _identity(edit)
        yield from _direction(case, edit)


def _version(edit: Edit) -> Iterator[Finding]:
    """Another meaning needs another, higher version; a lower one is never right."""
    if edit.old is None or edit.new is None:
        return
    before, after = int(str(edit.old["version"])), int(str(edit.new["version"]))
    same = {**edit.old, "version": 0} == {**edit.new, "version": 0}
    if before < after <= before + LEAP or (same and after == before):
        return
    moves = "leaps" if after > before else "falls"
    words = f"stays {before}" if after == before else f"{moves} from {before} to {after}"
    mend = (Next("you", f"write version: {before + 1}"),)
    why = "an approval names the version it is for: what changes without another one could pass for what was approved"
    yield finding("G260", f"{shown(edit.path)} means something else, and its version {words}", why, mend, edit.path)


def _identity(edit: Edit) -> Iterator[Finding]:
    path = shown(edit.path)
    if edit.kind == "policy" and edit.old is not None and edit.new is not None and edit.old["id"] != edit.new["id"]:
        why = "the id names this repository in every approval; with another one, all that was signed is for elsewhere"
        mend = (Next("you", f"write id: {edit.old['id']} as before"),)
        yield finding("G261", f"{path}: the id changes from {edit.old['id']} to {edit.new['id']}", why, mend, edit.path)
    if edit.renamed:
        why = "a plan keeps its id for good: approvals, evidence and landings name it"
        mend = (Next("you", f"keep .guard/plans/{edit.renamed}.yaml, and change it there"),)
        yield finding("G261", f"{path}: plan {edit.renamed} goes on under another id", why, mend, edit.path)
    if edit.formerly:
        why = "a plan of this id stood on the trusted branch before; what was signed about that one is not about this"
        mend = (Next("you", "call the new plan by an id that was never used: guard plan new NAME --from TEMPLATE"),)
        yield finding("G262", f"{path}: this id was used before", why, mend, edit.path)
    for other in edit.alike:
        why = "who reads the one for the other approves what they have not read"
        mend = (Next("you", "call it by an id that nobody takes for another"),)
        yield finding("G263", f"{path}: this id looks like {shown(other)}", why, mend, edit.path)


def _direction(case: Case, edit: Edit) -> Iterator[Finding]:
    """Tighter needs nothing beyond the owner's word on the file itself (G107)."""
    outcome = edit.comparison.outcome
    if outcome not in ("looser", "incomparable"):
        return
    rule, words = ("G264", "looser") if outcome == "looser" else ("G265", "neither tighter nor looser")
    turn = " is new" if edit.old is None else " goes" if edit.new is None else f" becomes {words}"
    if edit.old is None and edit.new is None:
        turn = ""  # what stands beside a document tells its own story
    what = f"{shown(edit.path)}{turn}: {_told(edit)}"
    why, steps = waits(case, edit.path, f"{DOCUMENTS}, {SIGNED}", READS)
    found = finding(rule, what, f"{why}  ({case.policy.where})", steps, edit.path)
    by = case.approved(edit.path)
    yield settled(found, f"{by} approved this very document") if by else found


def _told(edit: Edit) -> str:
    """The parts, each with its way where there is more than one; what becomes looser comes first."""
    ways = {"looser": edit.comparison.looser, "to be read": edit.comparison.unclear, "tighter": edit.comparison.tighter}
    mixed = sum(map(bool, ways.values())) > 1
    parts = [(f"{way}: " if mixed else "") + shown(words) for way, told in ways.items() for words in told]
    more = f"; and {len(parts) - MOST_SHOWN} more" if len(parts) > MOST_SHOWN else ""
    return "; ".join(parts[:MOST_SHOWN]) + more
