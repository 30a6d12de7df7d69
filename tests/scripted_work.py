"""A column split in the sample monolith: its documents, and the code that an agent writes for it, phase by phase."""

from __future__ import annotations

from typing import NamedTuple

from tests.conftest import ROOT

MONOLITH = ROOT / "examples" / "monolith"
USERS, MAILS, LETTER = "internal/users/users.go", "internal/mails/greeting.go", "internal/mails/letter.go"
ORDERS = "internal/orders/cancel.go"  # of another team
PLAN = """\
plan: split-name
version: 1
owner: dana
why: Split users.name into given_name and family_name
scope:
  paths: [/db/migrations/**, /db/backfills/**, /internal/users/**, /internal/mails/**]
  never: [/internal/users/legacy/**]
  max: {files: 20, lines: 400}
sites:
  reads:
    go: "$U.Name"
    in: /internal/**
    except: [/internal/users/**]
    becomes: "$U.FullName()"
    count: 2
absent:
  late-statements:
    text: "SET name"
    in: /internal/**
    from: dual-write
assume:
  A1: {says: users.name is written in internal/users/users.go alone, settled_by: late-statements}
  A2: {says: a name is divided at its first blank, settled_by: "dana: sampled 5,000 rows, 0.4 % are one word"}
phases:
  expand:
    does: [schema.column.add]
    creates: [column:users.given_name, column:users.family_name]
  dual-write:
    after: {expand: deployed}
    does: [code.write.dual, file.modify]
  backfill:
    after: {dual-write: deployed 24h}
    does: [data.backfill]
    window: sat-sun 01:00-05:00 Europe/Berlin
  switch-reads:
    after: {backfill: backfilled remaining=0}
    does: [code.read.switch, code.ref.add, code.ref.remove, file.modify]
    sites: reads
    rollback: {when: names are missing in mails, within: 7d, by: docs/names.md#read-the-old-column-again}
  stop-writes:
    after: {switch-reads: deployed 7d}
    does: [code.write.stop, code.ref.remove, file.modify]
    stop: from here on the old column grows stale, and going back costs a second backfill
  contract:
    after: {stop-writes: deployed 7d}
    does: [schema.column.drop]
    drops: [column:users.name]
    irreversible: docs/names.md#restore-the-old-column
"""
STORY = """\
# Names in two columns

Mails greet by the given name, and letters are sorted by the family name. One column holds both today.
"""
PAGE = """\
# Names

## Read the old column again

1. Land the exact inverse of split-name/switch-reads, and deploy `shop`, then `worker`.

## Restore the old column

1. Before contract runs: `pg_dump --table=users`, kept for 90 days, restored once on a copy.
2. Add `name` again, empty, by a plan of its own, and fill it from the dump by `id`.
"""
GREETING = """\
// Package mails writes to customers.
package mails

import "example.org/shop/internal/users"

// Greeting begins a mail.
func Greeting(user users.User) string {
	return "Dear " + user.Name
}
"""
ADDRESS = """\
package mails

import "example.org/shop/internal/users"

// Address is the first line of a letter.
func Address(user users.User) string {
	return user.Name
}
"""
MORE_CODE = {MAILS: GREETING, LETTER: ADDRESS, "docs/names.md": PAGE}


class Step(NamedTuple):
    """One commit of a phase: its title, and the texts that replace others; of a new file, "" is replaced."""

    title: str
    edits: tuple[tuple[str, str, str], ...]  # path, old text, new text
    doubt: tuple[str, str] = ("", "")  # what it would have to guess, and about which assumption
    days: int = 0  # that it takes


INSERT = '"INSERT INTO users (email, name) VALUES ($1, $2) RETURNING id", user.Email, user.Name)'
BOTH = (
    '\n\t\t\t"INSERT INTO users (email, name, given_name, family_name) VALUES ($1, $2, $3, $4) RETURNING id",'
    "\n\t\t\tuser.Email, user.Name, user.GivenName, user.FamilyName)"
)
NEW = (
    '\n\t\t\t"INSERT INTO users (email, given_name, family_name) VALUES ($1, $2, $3) RETURNING id",'
    "\n\t\t\tuser.Email, user.GivenName, user.FamilyName)"
)
FIELDS = '\tGivenName  string `json:"given_name"`\n\tFamilyName string `json:"family_name"`\n'
FULL = """\

// FullName is the name as letters have it.
func (user User) FullName() string {
	return user.GivenName + " " + user.FamilyName
}
"""
WORK = {
    "split-name/expand": (
        Step(
            "Add the two columns",
            (
                (
                    "db/migrations/0004_names.up.sql",
                    "",
                    "ALTER TABLE users ADD COLUMN given_name text;\nALTER TABLE users ADD COLUMN family_name text;\n",
                ),
                (
                    "db/migrations/0004_names.down.sql",
                    "",
                    "ALTER TABLE users DROP COLUMN family_name;\nALTER TABLE users DROP COLUMN given_name;\n",
                ),
                (ORDERS, "struck out here, past billing", "struck out past billing"),  # which it has no business with
            ),
        ),
    ),
    "split-name/dual-write": (
        Step(
            "Write both",
            (
                (USERS, '\tName  string `json:"name"`\n', '\tName  string `json:"name"`\n' + FIELDS),
                (USERS, f" {INSERT}", BOTH),
            ),
        ),
    ),
    "split-name/backfill": (
        Step(
            "Fill the two columns",
            (
                (
                    "db/backfills/names.sql",
                    "",
                    "UPDATE users SET given_name = split_part(name, ' ', 1) WHERE given_name IS NULL;\n",
                ),
            ),
            ("is every name divided at its first blank, those with a title too?", "A2"),
        ),
    ),
    "split-name/switch-reads": (
        Step(
            "Greet by both names",
            ((USERS, "\n// SignUp", f"{FULL}\n// SignUp"), (MAILS, "user.Name", "user.FullName()")),
        ),
        Step("Address letters by both names", ((LETTER, "user.Name", "user.FullName()"),)),
    ),
    "split-name/stop-writes": (
        Step("Write the two columns alone", ((USERS, BOTH, NEW), (USERS, '\tName  string `json:"name"`\n', ""))),
    ),
    "split-name/contract": (
        Step(
            "Drop the old column",
            (
                ("db/migrations/0005_one_name_less.up.sql", "", "ALTER TABLE users DROP COLUMN name;\n"),
                ("db/migrations/0005_one_name_less.down.sql", "", "ALTER TABLE users ADD COLUMN name text;\n"),
            ),
        ),
    ),
}
