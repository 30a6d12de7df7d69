"""What waits on a branch of the sample house, asked as a program asks it, and held against its schema each time."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from guard.schema import validate_data
from tests.commands.standing import FILES, SPLIT, Branch
from tests.repos import FILE, new_repository
from tests.waiting import BILLING, NARRATIVE

PLAN = b".guard/plans/split-name.yaml"
BRANCH, HOTFIX = "agent/rekey", "hotfix/login"
OPEN = SPLIT.replace(
    '  A1: {says: every name has two parts, settled_by: "dana: counted them"}\n',
    "  A1: {says: every name has two parts}\n"
    '  A2: {says: nobody reads users.name but the api, settled_by: "dana: asked the owners"}\n'
    "  A3:\n    says: a user without a name does not exist\n",
)
assert OPEN != SPLIT
BROUGHT = {b".guard/plans/rekey-invoices.yaml": BILLING.encode(), b".guard/plans/rekey-invoices.md": NARRATIVE.encode()}
Row = dict[str, Any]


class Looking(Branch):
    """The branch, and branches that are to land on it."""

    def ahead(self, name: str, files: Mapping[bytes, bytes | None], message: str = "work") -> bytes:
        """A commit on top of the trusted branch that has not landed."""
        flat = {path: text for path, text in {**self.files, **files}.items() if text is not None}
        oid = self.made.commit(self.made.tree(self.made.files(flat)), [self.tip], f"{message}\n".encode())
        self.made.ref(f"refs/heads/{name}".encode(), oid)
        return oid

    def approved(self, plan: str = "split-name", **more: object) -> str:
        """A person's yes to a plan as it stands."""
        by = "omar" if plan == "split-name" else "dana"
        return self.book.approve("plan", plan, by=by, at=self.now, rev="refs/heads/main", **more)

    def said(self, *words: str, now: int = 0) -> tuple[int, str]:
        """`guard questions --waiting`, an hour after what happened last."""
        at = datetime.fromtimestamp(now or self.now + 3600, UTC).isoformat()
        told = self.guard("questions", "--waiting", *words, "--now", at)
        assert told.err == ""
        harmless(told.out)
        return told.code, told.out

    def report(self, *words: str, now: int = 0) -> Row:
        """The same for programs; it fits its schema."""
        code, text = self.said(*words, "--format", "json", now=now)
        report: Row = json.loads(text)
        assert validate_data("waiting", report) == ()
        assert code == report["exit_code"] == (3 if report["rows"] else 0)
        names = [row["id"] for row in report["rows"]]
        assert len(set(names)) == len(names)
        return report

    def rows(self, *words: str, now: int = 0) -> list[Row]:
        rows: list[Row] = self.report(*words, now=now)["rows"]
        return rows


@contextmanager
def looking(capture: pytest.CaptureFixture[str], **files: str) -> Iterator[Looking]:
    """The sample house, with a plan that leaves two assumptions open; `policy`, `plan`, `algorithm` may be others."""
    text = files.get("policy", FILES[b".guard/policy.yaml"].decode()), files.get("plan", OPEN)
    every = {**FILES, b".guard/policy.yaml": text[0].encode(), PLAN: text[1].encode()}
    with new_repository(files.get("algorithm", "sha1")) as made:
        yield Looking(made, every, capture)


def told(row: Row) -> str:
    """A row in short: its kind, its rule, what it is about, and the branch where that is to land."""
    about = f"{row['plan']} {row['settles']}" if row["settles"] else row["plan"] or ""
    about = f"{row['plan']}/{row['phase']}" if row["phase"] and not row["settles"] else about
    return " ".join([word for word in (row["kind"], row["rule"], about, row["where"] if row["lands"] else "") if word])


def harmless(text: str) -> None:
    """Nothing in it moves a cursor, turns a line round or hides."""
    bad = [char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs")]
    assert bad == []


def tree(made: Looking, text: bytes, path: bytes = PLAN) -> None:
    """The work tree has this, and nobody committed it."""
    made.made.write(path, text)


def plain(made: Looking, text: bytes) -> tuple[bytes, bytes]:
    return FILE, made.made.blob(text)
