"""The table of programs in docs/agents-shell.md, from those of the code: `.venv/bin/python -m tests.agents_shell`."""

from __future__ import annotations

from pathlib import Path

from guard_hooks.agents.shell.git import tables as git_tables
from guard_hooks.agents.shell.git.tree import TREE_WORDS
from guard_hooks.agents.shell.git.words import BRANCH_WORDS
from guard_hooks.agents.shell.language.builtins import BUILTINS
from guard_hooks.agents.shell.programs import snippets, tables, tool_tables
from guard_hooks.agents.shell.programs.compiling import COMPILERS
from guard_hooks.agents.shell.programs.fetching import FETCHING
from guard_hooks.agents.shell.programs.files import FILES
from guard_hooks.agents.shell.programs.packing import PACKING
from guard_hooks.agents.shell.programs.scripts import SCRIPTS

PAGE = Path(__file__).resolve().parent.parent / "docs/agents-shell.md"
BEGIN, END = "<!-- programs: written by .venv/bin/python -m tests.agents_shell -->\n", "<!-- end -->\n"


def rows() -> list[tuple[str, set[str]]]:
    """What is known, and of which programs."""
    operands = tables.OPERANDS
    reading = {name for name, row in operands.items() if row.role == "reads"}
    return [
        ("only read, whatever their words are", set(tables.READS)),
        ("only read, but for options that write or start something", reading),
        ("by their operands", set(operands) - reading),
        ("copy, move, link, pack, unpack, fetch, patch", {*FILES, *PACKING, *FETCHING}),
        ("have a little language, which is read", set(SCRIPTS)),
        ("lay out or mend what they are given", {name.partition(" ")[0] for name in tool_tables.FORMATTERS}),
        ("are told by a word what to do", {*tool_tables.TOOLS, "guard"}),
        ("look with the words and options of a table, and do more with others", set(tables.LOOKERS)),
        ("clients of databases: a text that only asks", set(tables.CLIENTS)),
        ("scripts of a project, by name: what tests or looks", {*tables.OWN, "artisan"}),
        ("compile, with options that are known", set(COMPILERS)),
        ("run code of the project", set(tables.RUNS)),
        ("start another program, which is read", {*tables.PREFIXES, *tables.SHELLS, *tool_tables.LAUNCHES}),
        ("run code: nobody can tell, but for a look at syntax, and modules of Python that are known", {
            *tables.INTERPRETERS, "python"
        }),
        ("of Python's modules, what code in one line may name", set(snippets.MODULES)),
        ("modules that it may ask which version they are", set(snippets.ASKED)),
        ("functions that it may call", {*snippets.BUILTINS, "open"}),
        ("of the shell", set(BUILTINS)),
        ("git: reads, or keeps for itself", set(git_tables.QUIET)),
        ("git: writes, by its options and operands", {*TREE_WORDS, *BRANCH_WORDS, *git_tables.RESTORES, "config"}),
        ("git: goes round the hooks", set(git_tables.AROUND)),
    ]  # fmt: skip


def table() -> str:
    """The table as it stands in the page."""
    lines = ["| they | programs |", "|---|---|"]
    for what, names in rows():
        quoted = " ".join([f"`{name}`" for name in sorted(names) if "|" not in name])
        lines.append(f"| {what} | {quoted} |")
    return "\n".join(lines) + "\n"


def filled(page: str) -> str:
    """The page with the table of today."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
