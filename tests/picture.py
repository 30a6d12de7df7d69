"""Draws docs/images/refused-commit.svg: what a terminal shows when guard refuses a commit, nothing posed.

    python tests/picture.py            draw it again
    python tests/picture.py --check    exit 1 where the picture is no longer what guard prints

The interpreter that runs this must have guard installed. A throwaway repository gets the policy and the plan of
examples/first-plan and the hook of `guard install`; then `git commit` runs on a terminal of its own, colours included.
Names and dates are fixed, so the same guard draws the same picture everywhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs/images/refused-commit.svg"
EXAMPLE = ROOT / "examples/first-plan"
FILES = {"billing/invoice.py": "def addressee(user):\n    return user.display_name\n"}
CHANGED = {
    "db/migrations/0002.sql": "ALTER TABLE users ADD COLUMN given_name text, ADD COLUMN family_name text;\n",
    "billing/invoice.py": "def addressee(user):\n    return user.given_name\n",
}
MESSAGE = "Add the two columns, and use one on the invoice"

FIXED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Author",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05+00:00",
    "GIT_COMMITTER_NAME": "Ada Author",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+00:00",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "xterm",
}

CELL, LINE, SIZE, EDGE = 8.43, 20, 14, 18  # of one letter in pixels; SIZE is the font's
INK = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "35": "#d2a8ff"}
COLOUR = re.compile(r"\x1b\[([0-9;]*)m")


def environment() -> dict[str, str]:
    """What every command runs in: fixed names and dates, no settings of yours, this interpreter's guard first."""
    foreign = ("GIT_", "GITHUB_", "PYTHON", "NO_COLOR", "CI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, **FIXED, "PATH": os.path.dirname(sys.executable) + os.pathsep + kept.get("PATH", os.defpath)}


def refused() -> str:
    """What the terminal shows, escape sequences included."""
    folder = Path(tempfile.mkdtemp(prefix="guard-picture-"))
    try:
        _run(folder, "git", "init", "--quiet", "--template=", "--initial-branch=main")
        shutil.copytree(EXAMPLE, folder / ".guard")
        _commit(folder, FILES)
        _run(folder, "guard", "install")
        _run(folder, "git", "switch", "--quiet", "--create", "split-name")
        _run(folder, "guard", "next", "--take", "expand")
        _write(folder, CHANGED)
        return _on_terminal(folder, "git", "commit", "-m", MESSAGE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _commit(folder: Path, files: dict[str, str]) -> None:
    _write(folder, files)
    _run(folder, "git", "commit", "--quiet", "-m", "Where the story begins")


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    _run(folder, "git", "add", "--all")


def _run(folder: Path, *words: str) -> None:
    subprocess.run(words, cwd=folder, env=environment(), check=True, capture_output=True)


def _on_terminal(folder: Path, *words: str) -> str:
    """Run a command that must fail, on a terminal of its own, and return what was shown."""
    ours, terminal = os.openpty()
    with subprocess.Popen(
        words, cwd=folder, env=environment(), stdin=terminal, stdout=terminal, stderr=terminal
    ) as run:
        os.close(terminal)
        said = b"".join(_all_from(ours))
    os.close(ours)
    if run.returncode == 0 or b"[G101]" not in said:
        raise SystemExit(f"the commit was not refused as it should be; nothing is drawn: {said!r}")
    return said.decode().replace("\r\n", "\n")


def _all_from(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux says so where the other end is closed
            return
        if not chunk:
            return
        yield chunk


def drawn() -> str:
    """The picture as guard would be seen now."""
    shown = [f'$ git commit -m "{MESSAGE}"', *refused().rstrip("\n").split("\n")]
    plain = [COLOUR.sub("", line) for line in shown]
    width = round(max(map(len, plain)) * CELL) + 2 * EDGE
    height = len(shown) * LINE + 2 * EDGE
    told = escape("\n".join(plain))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title" aria-describedby="told">\n'
        f'<title id="title">A commit that guard refuses, as the terminal shows it</title>\n'
        f'<desc id="told">{told}</desc>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#161b22"/>\n'
        f"<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" "
        f'font-size="{SIZE}" fill="#d7dde4">\n'
    )
    lines = [_line(number, line) for number, line in enumerate(shown) if line]
    return head + "".join(lines) + "</g>\n</svg>\n"


def _line(number: int, text: str) -> str:
    """One line, part by part; `textLength` keeps every part in its columns whatever font there is."""
    drawn_parts, column = [], 0
    for style, part in _parts(text):
        words = part.rstrip()
        if words:
            x, long = EDGE + column * CELL, len(words) * CELL
            place = f'x="{x:.1f}" y="{EDGE + number * LINE + SIZE}" textLength="{long:.1f}"'
            drawn_parts.append(f'<text {place}{style} xml:space="preserve">{escape(words, quote=False)}</text>\n')
        column += len(part)
    return "".join(drawn_parts)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a line, split where the colour changes; blanks before the first letter only move it."""
    first, *rest = COLOUR.split(text)
    for codes, part in [("", first), *zip(rest[::2], rest[1::2], strict=True)]:
        blank = len(part) - len(part.lstrip())
        yield "", " " * blank
        yield _style(codes.split(";")), part[blank:]


def _style(codes: list[str]) -> str:
    ink = "".join(f' fill="{INK[code]}"' for code in codes if code in INK)
    return ink + (' font-weight="bold"' if "1" in codes else "")


def main(words: list[str]) -> int:
    picture = drawn()
    if words == ["--check"]:
        same = PICTURE.exists() and PICTURE.read_text() == picture
        print("the picture is what guard prints" if same else "the picture is old: python tests/picture.py")
        return 0 if same else 1
    if words:
        print(__doc__)
        return 2
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture)
    print(f"drawn: {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
