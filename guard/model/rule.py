"""Every rule by its stable id: what it is called, how bad a finding of it is, and what such a finding blocks.

What a rule means and how to mend a finding stands on its page, docs/rules/<id>.md; `guard explain` prints that page.
Hundreds by family: 1 scope and paths, 2 documents, 3 operations, 4 order and sites, 5 approvals and log, 6 CI and gate,
7 questions, 8 doors. An id is never used again for something else.
"""

from __future__ import annotations

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


def _table() -> dict[str, Rule]:
    rows: dict[str, Rule] = {}
    for outcome, blocks, titles in _RULES:
        for id_, title in titles.items():
            rows[id_] = Rule(id_, title, outcome, blocks)
    return rows


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
            "G110": "control character in a path",
            "G111": "path is not UTF-8",
            "G112": "invisible or direction-changing character in a path",
            "G113": "names that collide on another file system",
            "G114": "reserved name",
            "G115": "path too long",
            "G120": "symlink leads out of the repository",
            "G121": "symlink leads out of the declared scope",
            "G122": "submodule that .gitmodules does not declare",
            "G201": "not strict YAML",
            "G202": "document does not fit its schema",
        },
    ),
    ("violation", "merge", {"G130": "commit without a parent in the range", "G131": "malformed commit"}),
    (
        "needs-person",
        "merge",
        {"G102": "a plan is needed", "G107": "a protected file needs its owner", "G108": "several plans: say which"},
    ),
    (
        "cannot-establish",
        "commit",
        {
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
            "G813": "trusted documents cannot be read",
            "G814": "another version of guard is required",
            "G815": "work tree of another repository",
            "G816": "history guard cannot measure from",
            "G817": "git failed",
            "G818": "trust directory unusable",
            "G819": "unknown plan or phase",
            "G820": "not written",
        },
    ),
    ("bug", "commit", {"G899": "nothing was judged"}),
)

RULES = _table()
