"""Paths that a text names (G701)."""

from __future__ import annotations

import pytest

from guard.model.doubt import Added
from tests.questions.papers import doubts, paper, unasked

TREE = [
    *("Makefile", "README.md", "internal/users/store.go", "internal/users/names.go", "internal/orders/store.go"),
    *("db/migrations/0041_users.sql", "docs/runbook.md", "docs/adr/0001-names.md", "scripts/backfill.sh"),
    *("web/src/com/example/App.ts", "deploy/api.yaml"),
]

FINDS = {
    "a file of another folder": (
        "Change `internal/user/store.go`.",
        "internal/user/store.go",
        "internal/users/store.go",
    ),
    "a file that is not there": ("See `docs/runbok.md`.", "docs/runbok.md", "docs/runbook.md"),
    "another ending": ("Read `internal/users/names.rs`.", "internal/users/names.rs", "internal/users/names.go"),
    "a file of two endings": ("Read `docs/runbook.md` and `.lint.md`.", ".lint.md", ""),
    "of another ending": ("---\ncreates: [path:x.up.sql]\n---\nWrite `x.up.sql` and `.lint.yml`.", ".lint.yml", ""),
    "a name alone": ("Read `naems.go` first.", "naems.go", "names.go"),
    "another case": ("It is in `Docs/runbook.md`.", "Docs/runbook.md", "docs/runbook.md"),
    "without marks": ("It is in internal/users/stor.go today.", "internal/users/stor.go", "internal/users/store.go"),
    "a line of it": ("See `internal/users/sotre.go:12`.", "internal/users/sotre.go:12", "store.go"),
    "a folder": ("All of `internal/accounts/` moves.", "internal/accounts/", ""),
    "a folder without a slash": ("All of `internal/userz` moves.", "internal/userz", "internal/users"),
    "a pattern that nothing fits": ("All of `db/seeds/*.sql`.", "db/seeds/*.sql", ""),
    "one of two": ("Both `db/migrations/0041_{users,orders}.sql`.", "db/migrations/0041_{users,orders}.sql", ""),
    "in a table": ("| file | owner |\n|---|---|\n| `docs/restore.md` | dana |", "docs/restore.md", ""),
    "in a heading": ("## Change `internal/users/load.go`\n", "internal/users/load.go", ""),
    "with a folder called example": ("See `web/src/com/example/Api.ts`.", "web/src/com/example/Api.ts", "App.ts"),
    "in a command": ("Run `bash scripts/backfil.sh users`.", "scripts/backfil.sh", "scripts/backfill.sh"),
}
FAR = {
    "letters that happen to be the same": ("Change `web/Header.tsx`.", ["web/server.ts", "api/server.ts"]),
    "and nothing else, of the same kind": ("Change `web/Header.tsx`.", ["web/server.tsx"]),
    "beside it, of another kind": ("Change `web/names.ts`.", ["web/gnames.css", "web/nam.sql"]),
    "no kind at all": ("All of `web/header/` moves.", ["web/server.ts", "web/headed.md"]),
}
NEARER = {
    "of a family of endings": ("Change `web/Headr.tsx`.", ["web/Header.jsx", "web/server.ts"], "web/Header.jsx"),
    "the same stem in another folder": ("Change `web/names.ts`.", ["api/names.go", "web/app.ts"], "api/names.go"),
    "a word of it": ("Change `web/UserHeader.tsx`.", ["web/Header.tsx", "web/server.tsx"], "web/Header.tsx"),
    "a kind written otherwise": ("Change `deploy/api.yml`.", ["deploy/api.yaml"], "deploy/api.yaml"),
}


@pytest.mark.parametrize("row", FAR)
def test_a_name_that_is_not_near_is_not_said(row: str) -> None:
    text, tree = FAR[row]
    (doubt,) = doubts(paper(text, path=tree), "G701")
    assert doubt.why == "" and "as the tree has it" in doubt.mend


@pytest.mark.parametrize("row", NEARER)
def test_of_names_the_one_of_its_kind_is_said(row: str) -> None:
    text, tree, near = NEARER[row]
    (doubt,) = doubts(paper(text, path=tree), "G701")
    assert doubt.why == f"did you mean {near}?"


LEAVES = {
    "a file": "Change `internal/users/store.go` and `README.md`.",
    "the end of a path": "Change `users/store.go`, or `store.go`, or `adr/0001-names.md`.",
    "a folder": "All of `internal/users/` and `db/migrations`.",
    "a pattern": "`internal/**/*.go`, `db/migrations/*.sql` and `/docs/**`.",
    "a line": "See `internal/users/store.go:12` and `docs/runbook.md#restore`.",
    "an address": "See <https://example.com/docs/none.md> and `https://x.org/a/b.go`.",
    "another machine": "Look at `/etc/hosts`, `/var/log/app.log`, `~/notes.md`, `s3://bucket/a.csv`.",
    "what stands for a name": "Write `docs/<name>.md`, `docs/NNNN-x.md`, `${DIR}/a.go` and `path/to/your-file.go`.",
    "an ending": "Files that end in `.sql` and `*.tmpl.html`.",
    "the other ending": "---\ncreates: [path:db/1_x.up.sql]\n---\nWrite `db/1_x.up.sql` and `.down.sql`.",
    "a type of content": "It answers `application/json` or `text/html`.",
    "a route": "`GET /api/users/{id}` and `/api/v1/orders`.",
    "a branch or one of two": "`feature/names`, `origin/main`, up/down and and/or.",
    "a product": "It runs on `Node.js` 22.",
    "made by a step": "The output goes to `out/report.csv` and `/tmp/a.json`.",
    "what it is said not to be": "`docs/restore.md` does not exist; there is no `docs/old.md`.",
    "somebody else's words": "> `docs/none.md` was wrong",
    "a comment": "<!-- docs/none.md -->\n\nAll is said.",
    "in a quotation": 'The page said "see `docs/none.md`".',
    "declared": "---\ncreates: [path:internal/users/split.go]\n---\n`internal/users/split.go`, `split.go`.",
    "declared by a phase": "---\nphases: {a: {files: [db/migrations/0042_x.sql]}}\n---\nIt adds `0042_x.sql`.",
}


@pytest.mark.parametrize("row", FINDS)
def test_finds(row: str) -> None:
    text, quote, near = FINDS[row]
    (doubt,) = doubts(paper(text, path=TREE), "G701")
    assert (quote in doubt.quote or doubt.quote in quote, near in doubt.why) == (True, True), doubt
    assert doubt.quote in text
    assert near in doubt.mend
    assert "declare path:" in doubt.mend


@pytest.mark.parametrize("row", LEAVES)
def test_leaves_alone(row: str) -> None:
    assert doubts(paper(LEAVES[row], path=TREE), "G701") == []


def test_what_the_change_itself_adds_is_there() -> None:
    added = [Added(b"internal/users/new.go", 1, "package users")]
    assert doubts(paper("Write `internal/users/new.go`.", added, path=TREE), "G701") == []


def test_names_of_others_are_left_alone() -> None:
    assert doubts(paper("Read `ops-repo/deploy/x.yaml`.", path=TREE, external=["ops-repo"]), "G701") == []


def test_without_the_tree_nobody_can_ask() -> None:
    (one,) = unasked(paper("Change `a/b.go`."), "G701")
    assert (one.what, "path" in one.why) == ("", True)


def test_a_way_back_that_a_page_declares() -> None:
    front = "---\nphases:\n  contract:\n    {way}\n---\n# P\n\nIt goes.\n"
    for way in ("rollback: docs/gone.md#restore", "irreversible: docs/gone.md", "rollback: ./docs/gone.md#restore"):
        (doubt,) = doubts(paper(front.replace("{way}", way), path=["docs/runbook.md"]), "G701")
        assert (doubt.line, doubt.quote) == (4, way.split(" ")[1])
        assert doubt.what.startswith("docs/gone.md is not in")
    for way in ("docs/runbook.md#x", "docs/runbook.md", '"#restore"', "n/a", "https://example.org/gone.md", "restore"):
        assert doubts(paper(front.replace("{way}", f"rollback: {way}"), path=["docs/runbook.md"]), "G701") == [], way
    made = front.replace("{way}", "{creates: [path:docs/gone.md], rollback: docs/gone.md#restore}")
    assert doubts(paper(made, path=["docs/runbook.md"]), "G701") == []
