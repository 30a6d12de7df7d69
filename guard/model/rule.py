"""Every rule by its stable id: what it is called, how bad a finding of it is, and what such a finding blocks.

What a rule means and how to mend a finding stands on its page, docs/rules/<id>.md; `guard explain` prints that page.
Hundreds by family: 1 scope and paths, 2 documents, 3 operations, 4 order and sites, 5 approvals and log, 6 CI and gate,
7 questions, 8 doors. An id is never used again for something else.
"""

from __future__ import annotations

from guard.model.rules_of_texts import OF_TEXTS
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Outcome = Literal["pass", "violation", "usage", "needs-person", "stale", "cannot-establish", "bug"]
    Blocks = Literal["commit", "merge", "run", "nothing"]
else:
    Outcome = Blocks = str


class Rule(NamedTuple):
    """One rule; `outcome` and `blocks` are what its findings carry."""

    id: str
    title: str
    outcome: Outcome
    blocks: Blocks


_RULES: tuple[tuple[Outcome, Blocks, dict[str, str]], ...] = (
    (
        "violation",
        "commit",
        {
            "G101": "outside the declared scope",
            "G103": "a path the plan never touches",
            "G104": "an operation this phase does not do",
            "G105": "over the declared budget",
            "G106": "protected files change alone",
            "G109": "something the phase does not name",
            "G110": "control character in a path",
            "G111": "path is not UTF-8",
            "G112": "invisible or direction-changing character in a path",
            "G113": "names that collide on another file system",
            "G114": "reserved name",
            "G115": "path too long",
            "G120": "symlink leads out of the repository",
            "G121": "symlink leads out of the declared scope",
            "G122": "submodule that .gitmodules does not declare",
            "G201": "not strict YAML or JSON",
            "G202": "document does not fit its schema",
            "G203": "unknown key",
            "G204": "not in the form this place asks for",
            "G205": "plan and file bear different names",
            "G210": "the same key twice",
            "G211": "anchor, alias or merge key",
            "G212": "a value that readers take for different things",
            "G213": "tag or directive",
            "G214": "too deep",
            "G215": "number out of bounds",
            "G216": "hidden or line-breaking character",
            "G217": "key that is not text",
            "G218": "several documents in one file",
            "G219": "too large",
            "G220": "text not in normal form",
            "G221": "not UTF-8",
            "G260": "version does not grow",
            "G261": "identity of a document changes",
            "G263": "plan id looks like another",
            "G306": "a secret value in a file",
        },
    ),
    (
        "violation",
        "merge",
        {
            "G130": "commit without a parent in the range",
            "G131": "malformed commit",
            "G230": "phases in a circle",
            "G231": "edge that leads nowhere",
            "G232": "phase that can never begin",
            "G233": "a phase that does nothing",
            "G234": "unknown person or team",
            "G235": "unknown operation",
            "G236": "unknown sites",
            "G237": "an approval nobody can give",
            "G238": "drop without stop-writes and evidence before it",
            "G239": "backfill without dual-write before it",
            "G240": "no way back",
            "G241": "resource without owner",
            "G242": "assumption without what settles it",
            "G243": "window that never opens",
            "G244": "order that cannot be met",
            "G245": "sites that can never drain",
            "G246": "late-writer invariant that starts too late",
            "G247": "fact that nobody attests",
            "G248": "one key under several names",
            "G249": "two plans change one resource without an order",
            "G250": "a policy no guard can go by",
            "G251": "a pattern that finds nothing",
            "G262": "plan id used before",
            "G301": "operations that stand apart",
            "G302": "operations with a release between them",
            "G303": "statements that cannot share a transaction",
            "G304": "a released migration changes",
            "G401": "too early",
            "G405": "a phase that is over",
            "G406": "two plans change one resource at a time",
            "G408": "claims that do not come to one phase",
            "G409": "a way back that comes too late",
            "G410": "a plan whose order is unsafe",
            "G430": "over the budget of the whole plan",
            "G411": "new places of what a plan works off",
            "G412": "a place becomes something else",
            "G413": "what must be absent comes",
            "G414": "a manifest that does not hold",
            "G416": "places gone outside of their phase",
            "G422": "an assumption that does not hold",
            "G510": "a signature that does not hold",
            "G511": "signed for something else",
            "G512": "signed by nobody who is listed",
            "G513": "the same entry again",
            "G514": "an older version approved again",
            "G515": "a revocation that strikes nothing",
            "G516": "a record that does not fit the branch",
            "G520": "nobody approves their own work",
            "G521": "a key that approves nothing",
            "G522": "a key that shows no presence",
            "G530": "a record that is not reproduced",
            "G640": "the trusted branch only moves on",
            "G641": "the log only grows",
            "G642": "a name that nothing is pushed to",
            "G643": "a tag of what has not landed",
            "G647": "a policy that nobody could change",
            "G648": "a branch that is no commit",
        },
    ),
    (
        "needs-person",
        "merge",
        {
            "G102": "a plan is needed",
            "G107": "a protected file needs its owner",
            "G108": "several plans: say which",
            "G264": "a looser document",
            "G265": "a document neither tighter nor looser",
            "G305": "a down migration that does not lead back",
            "G402": "no evidence of what comes before",
            "G403": "an approval is missing",
            "G421": "an assumption that nothing settles",
            "G423": "an assumption that cannot be looked up",
            **OF_TEXTS,
        },
    ),
    ("needs-person", "nothing", {"G716": "a word that nobody explains"}),
    (
        "stale",
        "merge",
        {
            "G404": "an approval that no longer fits",
            "G523": "a request that is no longer so",
            "G603": "a queue on other documents",
        },
    ),
    (
        "violation",
        "run",
        {
            "G620": "nothing of it has landed",
            "G621": "what is to run lacks a landing",
            "G622": "not a step of the trusted branch",
            "G624": "outside its window",
            "G625": "older than what may still run",
            "G626": "what was taken back",
            "G630": "no receipt",
            "G631": "a receipt that nobody signed",
            "G632": "a receipt whose signature does not count",
            "G633": "a receipt for something else",
            "G636": "a receipt used before",
            "G639": "a machine that does not open this",
        },
    ),
    ("needs-person", "run", {"G623": "landed outside of every plan", "G627": "landed against the verdict"}),
    ("stale", "run", {"G634": "a receipt that is over", "G637": "a receipt under another policy"}),
    (
        "cannot-establish",
        "merge",
        {
            "G407": "a clock that is behind the log",
            "G415": "files that may hold places and cannot be read",
            "G501": "a log that cannot be read",
            "G502": "a log that lost entries",
            "G503": "a log that forked",
            "G504": "another log",
            "G505": "a malformed entry",
            "G506": "landings that this branch does not hold",
            "G507": "not recorded",
            "G644": "no policy to judge a push by",
            "G645": "more landings than one push is judged for",
            "G646": "a push that cannot be read",
            "G601": "an event that cannot be read",
            "G602": "an event that brings nothing to judge",
            "G604": "the host cannot be fetched from",
            "G605": "a commit that the host does not have",
            "G606": "nothing to judge by",
            "G607": "no key to sign with",
            "G610": "a forge that does not answer",
            "G611": "a forge that does not permit it",
            "G612": "an answer of a forge that cannot be read",
            "G613": "a check that cannot run again",
            "G614": "a pull request that was not judged again",
            "G635": "a receipt from the future",  # whatever guard cannot tell, lets nothing pass at any later door
            "G638": "what was used cannot be told",
        },
    ),
    (
        "cannot-establish",
        "commit",
        {
            "G308": "another vocabulary of operations",
            "G801": "not a git repository that guard can read",
            "G802": "bare repository",
            "G803": "unmerged index",
            "G804": "object missing or damaged",
            "G805": "unknown revision",
            "G806": "ambiguous name",
            "G807": "shallow history",
            "G808": "partial clone and a git that cannot be kept from fetching",
            "G809": "index that guard will not read",
            "G810": "git missing or too old",
            "G811": "malformed tree",
            "G812": "no trusted branch",
            "G813": "documents cannot be read",
            "G814": "another version of guard is required",
            "G815": "work tree of another repository",
            "G816": "history guard cannot measure from",
            "G817": "git failed",
            "G818": "trust directory unusable",
            "G819": "unknown plan or phase",
            "G820": "not written",
            "G821": "the reading process cannot be started",
        },
    ),
    ("bug", "commit", {"G899": "nothing was judged"}),
)

RULES = {id_: Rule(id_, title, outcome, blocks) for outcome, blocks, titles in _RULES for id_, title in titles.items()}
