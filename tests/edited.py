"""Change sets that edit guard's documents, in real repositories, judged in this process: twenty milliseconds each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager

from guard.model.finding import Finding
from guard.model.trigger import Trigger
from guard.model.verdict import Verdict
from guard.pipeline import judge
from tests.repos import FILE, Entry, Maker, new_repository

POLICY_FILE, PLAN_FILE = b".guard/policy.yaml", b".guard/plans/work.yaml"
POLICY = b"""\
id: "0123abcd"
version: 1
people:
  dana: {teams: [platform]}
  omar: {teams: [billing]}
owners:
  /.guard/**: platform
  /rules/**: platform
needs_plan: ["*"]
"""
PLAN = b"""\
plan: work
version: 1
owner: dana
why: Rework the application
scope:
  paths: [/app/**, /docs/**]
  never: [/app/frozen/**]
  max: {files: 30, lines: 200}
phases:
  do:
    does: [file.add, file.modify, file.symlink]
"""
STANDING: dict[bytes, bytes] = {
    POLICY_FILE: POLICY,
    PLAN_FILE: PLAN,
    b"app/a.py": b"a\n",
    b"app/b.py": b"b\n",
    b"app/frozen/f.py": b"f\n",
    b"docs/d.md": b"# Pages\n",
    b"rules/rules.yml": b"deny: all\n",
}

Edit = Mapping[bytes, bytes | Entry | None]  # path -> text, or mode and id, or nothing: it is taken away


class House:
    """One repository with `main`; every change set is a branch of its own from there."""

    def __init__(self, made: Maker, standing: Mapping[bytes, bytes]) -> None:
        self.made = made
        self.flat: dict[bytes, Entry] = made.files(standing)
        self.main = made.commit(made.tree(self.flat))
        made.ref(b"refs/heads/main", self.main)

    def lands_on_main(self, edit: Edit) -> None:
        """A commit more on main; later change sets begin there."""
        self.flat = self.edited(self.flat, edit)
        self.main = self.made.commit(self.made.tree(self.flat), (self.main,))
        self.made.ref(b"refs/heads/main", self.main)

    def edited(self, flat: Mapping[bytes, Entry], edit: Edit) -> dict[bytes, Entry]:
        """The files after an edit; a file that comes takes the place of the folder of its name."""
        found = dict(flat)
        for path, new in edit.items():
            found.pop(path, None)
            if new is not None:
                found = {name: entry for name, entry in found.items() if not name.startswith(path + b"/")}
                found[path] = (FILE, self.made.blob(new)) if isinstance(new, bytes) else new
        return found

    def commit(self, edit: Edit, *parents: bytes, flat: Mapping[bytes, Entry] | None = None) -> bytes:
        """A commit of main's files, or of these, after an edit."""
        return self.made.commit(self.made.tree(self.edited(flat or self.flat, edit)), parents or (self.main,))

    def branch(self, *edits: Edit) -> bytes:
        """One commit for each edit, one on another; the last of them."""
        flat, tip = dict(self.flat), self.main
        for edit in edits:
            flat = self.edited(flat, edit)
            tip = self.made.commit(self.made.tree(flat), (tip,))
        return tip

    def judged(self, tip: bytes, **words: str) -> Verdict:
        """What guard says of landing this commit on main; it claims the plan that stands there."""
        if PLAN_FILE in self.flat:
            words = {"plan": "work", **words}
        with chdir(self.made.top):
            return judge(Trigger("range", base="main", tip=tip.decode(), cache=True, **words))

    def change(self, *edits: Edit) -> Verdict:
        return self.judged(self.branch(*edits))


@contextmanager
def house(standing: Mapping[bytes, bytes] = STANDING) -> Iterator[House]:
    with new_repository() as made:
        yield House(made, standing)


def replaced(text: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    """The text with one thing in place of another, each of which must be there; its version raised to 2."""
    for old, new in ((b"version: 1\n", b"version: 2\n"), *pairs):
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    return text


def of_documents(found: Finding) -> bool:
    """It is about guard's folder, however that is spelled."""
    return found.path is not None and found.path.lower().split(b"/")[0] == b".guard"


def rules_on(verdict: Verdict, path: bytes) -> set[str]:
    return {found.rule for found in verdict.findings if found.path == path}


def of_others(verdict: Verdict) -> list[tuple[str, bytes | None, str]]:
    """What is said of everything but guard's folder. A budget counts every file, so of that only whether it is kept."""
    return sorted(
        {
            (found.rule, found.path, "" if found.rule == "G105" else f"{found.what}\n{found.why}")
            for found in verdict.findings
            if not of_documents(found)
        },
        key=str,
    )
