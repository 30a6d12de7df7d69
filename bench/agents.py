"""The row of an agent's edit: what its harness waits for before one file is written, against Python's start alone."""

from __future__ import annotations

import json
import sysconfig
from pathlib import Path

from bench.bench import Bench, against
from bench.repositories import RECIPES, put_main, repository
from bench.runner import Command, Unexpected, pair, said
from bench.table import Result

TAKEN = {"plan": "bench", "phase": "change"}


def edit(bench: Bench, *, name: str) -> list[Result]:
    """One path in scope, everything it asks at hand: guard says nothing, and that is its answer."""
    place = repository("agent", RECIPES["small"], bench.folder / "repositories")
    put_main(place, "default")
    (place / ".git/guard").mkdir(exist_ok=True)
    (place / ".git/guard/trusted").write_text("refs/heads/main\n")
    (place / ".git/guard/taken.json").write_text(json.dumps(TAKEN))
    ours = hook(bench, place, "notes.txt", bench.folder / "edit.json")
    foreign = hook(bench, place, "legacy/notes.txt", bench.folder / "foreign.json")
    for command, wanted in ((ours, "it said nothing"), (foreign, "G103")):
        told = said(command, command.argvs[0])
        if wanted not in told:
            raise Unexpected(f"the answer should have {wanted!r} in it; it was {told!r}")
    return [against(name, "x P", pair(bench.start(place), ours, bench.rounds), 2.0)]


def hook(bench: Bench, place: Path, path: str, payload: Path) -> Command:
    """The door as a harness starts it, with this file about to be written."""
    given = {"file_path": str(place / path), "content": "a line\n"}
    call = {"hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": given}
    payload.write_text(json.dumps({"session_id": "bench", "cwd": str(place), **call}))
    python = bench.installation.python
    base = str(Path(python).parent.parent)
    library = Path(sysconfig.get_path("purelib", vars={"base": base, "platbase": base}))
    entry = library / "guard_hooks/agents/entry.py"
    words = (python, "-I", "-S", str(entry), str(library), "--", "claude-code")
    return Command((words,), str(place), bench.environment, stdin=str(payload))
