"""Pages that are played: their console blocks run as one session of a shell, in a home and under a clock of their own.

Documents are written where they stand in the text (a yaml block that begins with its path), changes of them applied
(a diff block). People and machines have their keys in ~/.ssh already, as `guard enroll` makes them, and always the
same ones; a minute passes from one guard to the next. So what is printed is the same every time, wherever it is run.
"""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from guard.cli import COMMANDS
from guard.commands import log, plan
from guard.words import Words
from tests import picture, served
from tests.signing import key

HOME = "/home/dana"  # where all of it stands, for readers
SIGNERS = ("dana", "kim", "omar", "deploy", "ci", "gate", "claude")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
MARK = "\x1e"
IDS = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{12}|[0-9a-f]{7,8})\b|\b[\d,]+(?= bytes in )")


class Block(NamedTuple):
    """A fenced block: its tag, its text, and where the text stands in the page."""

    tag: str
    text: str
    start: int
    end: int

    @property
    def file(self) -> str:
        """The file a yaml block is, by the comment it begins with."""
        return self.text.partition("\n")[0].removeprefix("# ")

    @property
    def played(self) -> bool:
        return self.tag in ("console", "diff") or (self.tag == "yaml" and self.file.startswith(".guard/"))


class Told(NamedTuple):
    """A command of a console block and what is printed for it."""

    command: str
    output: str


def blocks(text: str) -> list[Block]:
    """Every fenced block of a page."""
    return [Block(found[1], found[2], found.start(2), found.end(2)) for found in BLOCK.finditer(text)]


def told(block: Block) -> list[Told]:
    """The commands of a console block, each with the output below it."""
    first, *rest = re.split(r"^\$ ", block.text, flags=re.M)
    assert first == "", f"a console block begins with a command: {first!r}"
    return [Told(command, output) for command, _, output in (part.partition("\n") for part in rest)]


def commands(page: Path) -> list[Told]:
    """All that a page shows to be typed, and what it says is printed."""
    return [part for block in blocks(page.read_text()) if block.tag == "console" for part in told(block)]


def script(steps: Iterable[Block]) -> str:
    """One shell session: documents are written where they stand in the text, commands run, a mark before each."""
    lines = ["exec 2>&1"]
    for block in steps:
        if block.tag == "yaml":
            lines.append(f"cat > {shlex.quote(block.file)} <<'END OF FILE'\n{block.text}END OF FILE")
        elif block.tag == "diff":
            lines.append(f"git apply --recount <<'END OF FILE'\n{block.text}END OF FILE")
        else:
            lines += [f"printf '{MARK}'\n{part.command}" for part in told(block)]
    return "\n".join(lines) + "\n"


def play(page: Path, folder: Path) -> list[Told]:
    """Run a page in this folder, its home, and return what each command printed."""
    settle(folder)
    steps = [block for block in blocks(page.read_text()) if block.played]
    run = subprocess.run(
        ["sh", "-c", script(steps)],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    _, *said = run.stdout.replace(str(folder), HOME).split(MARK)
    typed = [part.command for block in steps if block.tag == "console" for part in told(block)]
    return [Told(command, output) for command, output in zip(typed, said, strict=True)]


def settle(folder: Path) -> None:
    """The home of somebody who has enrolled: keys, and the guard of this interpreter under its own clock."""
    keys, programs = folder / ".ssh", folder / ".local/bin"
    keys.mkdir(mode=0o700)
    for name in SIGNERS:
        path = key("ed25519", name).file(keys, comment=name)
        path.rename(keys / f"guard-{name}")
        Path(f"{path}.pub").rename(keys / f"guard-{name}.pub")
    programs.mkdir(parents=True)
    served.put(programs)


def environment(folder: Path) -> dict[str, str]:
    """Fixed names and dates, no settings of yours, no agent that holds a key of yours."""
    bare = {name: word for name, word in picture.environment().items() if not name.startswith("SSH_")}
    path = f"{folder / '.local/bin'}{os.pathsep}{bare['PATH']}"
    return {**bare, "HOME": str(folder), "PATH": path, "TERM": "dumb"}


def parser_of(command: list[str]) -> tuple[Words | None, list[str]]:
    """What reads the words of a command of guard, and those that are left for it; None where it has no options."""
    _, word, *rest = command
    entry = COMMANDS[word]
    if word in ("log", "plan"):
        entry = {"log": log, "plan": plan}[word].WORDS[rest.pop(0)]
    if word == "questions" and "--waiting" in rest:  # which reads words of its own
        rest.remove("--waiting")
        entry = "guard.commands._waiting"
    module = importlib.import_module(entry.partition(":")[0])
    return (module.parser() if hasattr(module, "parser") else None), rest


def known_options() -> set[str]:
    """Every option of every command."""
    lines = [["guard", word] for word in COMMANDS if word not in ("log", "plan")]
    lines += [["guard", word, part] for word, family in (("log", log), ("plan", plan)) for part in family.WORDS]
    parsers = [parser for parser, _ in map(parser_of, lines) if parser]
    return {option for parser in parsers for action in parser._actions for option in action.option_strings}


def without_ids(part: Told) -> Told:
    """What is printed, ids aside: they say which git and which guard it was."""
    return part._replace(output=IDS.sub("<id>", part.output))


def put(page: Path, replaced: Iterable[tuple[Block, str]]) -> None:
    """Other text in the place of some blocks."""
    text = page.read_text()
    for block, new in sorted(replaced, key=lambda pair: pair[0].start, reverse=True):
        text = text[: block.start] + new + text[block.end :]
    page.write_text(text)


def put_played(page: Path, played: list[Told]) -> None:
    """What guard prints now, in the place of what it printed when the page was written."""
    if broken := [part for part in played if "[G899]" in part.output or "Traceback" in part.output]:
        sys.exit(f"guard itself fails, and nothing is written: {broken}")
    said = iter(played)
    shown = [block for block in blocks(page.read_text()) if block.tag == "console"]
    put(page, [(one, "".join(f"$ {part.command}\n{next(said).output}" for part in told(one))) for one in shown])
