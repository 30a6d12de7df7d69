"""Paragraphs that are put into a clean plan: each in a right form and in a wrong one, its kind plain from its words.

The right form is a control: a doubt about it is a false one. `{name}` and the like are filled with names of the world.
"""

from __future__ import annotations

from guard.value import NamedTuple

NAMING: dict[str, tuple[str, ...]] = {
    "path": ("The change is made in `{name}`.", "`{name}` is read once for each row.", "- `{name}` tells how."),
    "symbol": ("`{name}` is called once for each row.", "- Change `{name}` to write both."),
    "table": ("The table `{name}` keeps its rows.", "- Count the rows of the `{name}` table."),
    "column": ("`{name}` is copied as it stands.", "- Read `{name}` for each row."),
    "flag": ("The flag `{name}` stays off in this phase.", "- Turn the feature flag `{name}` off."),
    "environment": ("The process reads `{name}` when it starts.", "- Set `{name}` in both environments."),
    "service": ("The service `{name}` is restarted.", "- Restart the `{name}` service."),
    "package": ("The package `{name}` keeps its version.", "- Update the dependency `{name}`."),
    "command": ("Run `{name}` in a clean checkout.", "- `{name}` is run from the root of the repository."),
    "job": ("The job `{name}` is left as it is.", "- Start the `{name}` job by hand."),
}


class Form(NamedTuple):
    """One paragraph, wrong and right."""

    type: str
    kind: str  # of the defect that the wrong one is
    how: str
    wrong: str
    right: str


_HEDGES = (
    "The old reader is probably gone by then.", "This should be fast enough.", "The export presumably keeps the order.",
    "We believe that the importer skips empty rows.", "I think the index covers it.", "The export might hold the lock.",
    "Hopefully the cache is warm.", "As far as we know the field is never empty.", "The script appears to be safe.",
    "It seems that the readers agree.", "We assume that the order of rows is kept.", "The old rows are likely unused.",
)  # fmt: skip
_SAID = ('The banner "{0}" is taken out of the page.', "- Look for `{0}` in the old pages.", "> {0}", "```\n{0}\n```")
_LIVE = (
    ("Once replication has caught up, the reads move.", "replication has caught up"),
    ("When the queue is drained, the old worker is stopped.", "the queue is drained"),
    ("After traffic looks normal again, the second half is switched.", "traffic looks normal"),
    ("As soon as nothing uses the old field, it is taken out.", "nothing uses the old field"),
)
_GATED = (
    "The reads move once this is so: `SELECT count(*) FROM {table} WHERE {column} IS NULL` returns 0, and {owner} has "
    "recorded the result in `{page}`."
)
_SUMS = (
    ("Of the {0} call sites {1} are in the importer and {2} in the exporter.", "sentence"),
    ("There are {0} call sites: {1} in the importer and {2} in the exporter.", "colon"),
    ("| part | files |\n|---|---|\n| importer | {1} |\n| exporter | {2} |\n| total | {0} |", "table"),
    ("The importer has {1} call sites and the exporter {2}, {0} in total.", "total"),
)
_GONE = (
    *("DROP TABLE {table};", "ALTER TABLE {table} DROP COLUMN {member};"),
    *("DELETE FROM {table};", "TRUNCATE TABLE {table};"),
)
_BACK = (
    "Rollback: restore `{table}` from the dump that `pg_dump -t {table}` takes before this step, as `{page}` tells; "
    "{owner} has tried it."
)
_NOBODY = (
    ("Whoever is on call starts the copy.", "{owner} starts the copy."),
    ("Somebody approves the last step.", "{owner} approves the last step."),
    ("The owner of the last step is to be found.", "The owner of the last step is {owner}."),
)


def forms() -> tuple[Form, ...]:
    """Every form; the numbers of a sum are filled in where it is used."""
    found = []
    for hedge in _HEDGES:
        for said in _SAID:
            found.append(Form("hedge", "unresolved_assumption", "sentence", hedge, said.format(hedge.rstrip("."))))
    found += [Form("gate", "live_state_ordering", words, wrong, _GATED) for wrong, words in _LIVE]
    found += [Form("count", "contradiction", how, sums, sums) for sums, how in _SUMS]
    for gone in _GONE:
        section = f"## Last step: clear `{{table}}`\n\n```sql\n{gone}\n```"
        found.append(Form("rollback", "missing_rollback", "section", section, f"{section}\n\n{_BACK}"))
    found += [Form("owner", "unclear_ownership", "sentence", wrong, right) for wrong, right in _NOBODY]
    return tuple(found)
