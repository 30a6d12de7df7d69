"""Assumptions and what settles them."""

from __future__ import annotations

import pytest

from tests.lint.drafts import Finds, Leaves, check, named

PHASE = "  a: {does: [file.add]}\n"
ABSENT = "absent: {stray-writes: {text: old, in: /src/**}}\n"


def settled(by: str) -> str:
    return f"assume: {{A1: {{says: it is so, settled_by: {by}}}}}\n{ABSENT}"


FINDS = [
    Finds(
        "nothing settles it",
        "G242",
        "/assume/A1",
        ("nothing settles assumption A1",),
        ('settled_by: "dana: ', 'guard plan answer p A1="..."'),
        PHASE,
        "assume: {A1: {says: it is so}}\n",
    ),
    Finds(
        "a person without a reason",
        "G242",
        "/assume/A1/settled_by",
        ("dana gives no reason",),
        (),
        PHASE,
        settled("dana"),
    ),
    Finds(
        "a person and an empty reason",
        "G242",
        "/assume/A1/settled_by",
        ("dana gives no reason",),
        (),
        PHASE,
        settled('"dana: "'),
    ),
    *(
        Finds(
            f"a reason that says nothing: {reason}",
            "G242",
            "/assume/A1/settled_by",
            ("dana gives no reason",),
            (),
            PHASE,
            settled(f'"dana: {reason}"'),
        )
        for reason in ("?", "x", "...", "TODO", "tbd.", "FIXME!", "TODO: TBD")
    ),
    *(
        Finds(
            f"a question that cannot be asked: {asked}",
            "G242",
            "/assume/A1/settled_by",
            ("is not settled", words),
            ("inventory: column:invoices.id type=uuid",),
            PHASE,
            settled(f'"inventory: {asked}"'),
        )
        for asked, words in {
            "sampled 5,000 rows": "kind:name",
            "table:users there": "nothing, gone, or type=",
            "table:users type=uuid": "only a column has a type",
            "service:billing": "no file of a repository tells of a service",
            "tabel:users": "did you mean table:users",
        }.items()
    ),
    Finds("blanks alone", "G242", "/assume/A1/settled_by", ("nothing is neither",), (), PHASE, settled('" "')),
    Finds(
        "a reason without a person",
        "G242",
        "/assume/A1/settled_by",
        ("we looked at it is neither",),
        ('"dana: ',),
        PHASE,
        settled("we looked at it"),
    ),
    Finds(
        "an unknown person",
        "G234",
        "/assume/A1/settled_by",
        ("settled by dan,",),
        ("did you mean dana?", '"dana: WHY"'),
        PHASE,
        settled('"dan: sampled 5,000 rows"'),
    ),
    Finds(
        "an unknown absent",
        "G236",
        "/assume/A1/settled_by",
        ("stray-write",),
        ("settled_by: stray-writes",),
        PHASE,
        settled("stray-write"),
    ),
]
LEAVES = [
    *(
        Leaves(f"a short reason: {reason}", "G242", PHASE, settled(f'"dana: {reason}"'))
        for reason in ("ok", "42", "TODO was empty", "ja")
    ),
    *(
        Leaves(f"a question to the inventory: {asked}", "G242", PHASE, settled(f'"inventory: {asked}"'))
        for asked in ("table:users", "column:users.old_id gone", "column:users.id type=varchar(26)", "secret:DB_KEY")
    ),
    Leaves("an absent", "G236", PHASE, settled("stray-writes")),
    Leaves(
        "sites",
        "G236",
        "  a: {does: [file.modify], sites: reads}\n",
        "assume: {A1: {says: so, settled_by: reads}}\nsites: {reads: {text: old, in: /src/**, count: 1}}\n",
    ),
    Leaves("a person and why", "G242", PHASE, settled('"dana: sampled 5,000 rows: 0.4 %"')),
    Leaves("a person and why, who is known", "G234", PHASE, settled('"omar: sampled"')),
    Leaves("no assumption", "G242", PHASE),
    Leaves(
        "an absent that is called as a person is",
        "G242",
        PHASE,
        "assume: {A1: {says: so, settled_by: dana}}\nabsent: {dana: {text: old, in: /src/**}}\n",
    ),
]


@pytest.mark.parametrize("row", FINDS, ids=named)
def test_finds(row: Finds) -> None:
    check(row)


@pytest.mark.parametrize("row", LEAVES, ids=named)
def test_leaves_alone(row: Leaves) -> None:
    check(row)
