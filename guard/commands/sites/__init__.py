"""`guard sites`: the places a plan works off; listed, counted, told where they stand. It imports next to nothing."""

from __future__ import annotations

from guard.commands.sites.asked import Asked
from guard.errors import UsageError
from guard.escape import shown
from guard.nearest import nearest

WORDS = ("build", "status", "diff")
OPTIONS = ("--at", "--owner", "--format", "--output", "--git", "--help")
FORMATS = ("text", "json")
HELP = """\
usage: guard sites {build,status,diff} [PLAN [NAME]] [--at REV] [--owner TEAM] [--format text|json] [-o FILE]

A plan that works through thousands of places says how they are found (`sites`). Their manifest lists every one, by what
it is and what it stands in: not by line, so it holds when files are moved or laid out anew.

  guard sites build split-name reads   find the places and write .guard/manifests/split-name.reads.json
  guard sites status                   of every plan here: how many are left, worked off, moved, new or gone
  guard sites status split-name        of one plan; each place that is new or gone, and who answers for what is left
  guard sites diff split-name reads    row by row: what became of each place of the manifest

PLAN is the id of a plan, NAME that of its sites; without them all are meant. Plan and manifest are read as they stand
here, the places in the tree of a commit, never in the work tree.

  --at REV         the commit to look at (default: HEAD)
  --owner TEAM     only the places that this team answers for
  --format FORM    text, or json (its schema: guard schema sites)
  -o, --output F   write it to a file instead of standard output
  --git PATH       the git to use, by absolute path

states of a place:
  todo      it stands as the manifest has it        done      it is what it becomes
  moved     it stands in another file, with the     slack     it is gone, and nobody can say that it was
            whole declaration around it                       worked off
  edited    it stands, and what is around it        grown     it stands, and is on no list
            was changed                             excepted  it stands in a path that is left as it is

exit codes: 0 all is as it should be, 1 places that are new or gone, none at all, or another number than the plan's
count, 2 usage, 5 a manifest is missing or stale, or a file that may hold places cannot be read
"""


def main(words: list[str]) -> int:
    """One of the words above."""
    if not words or words[0] in ("-h", "--help", "help") or "--help" in words or "-h" in words:
        from guard.words import teach

        teach(HELP)
        return 0 if words else 2
    asked = _asked(words)
    from guard.commands.sites import run

    return run.main(asked)


def _asked(words: list[str]) -> Asked:
    """By hand: what argparse loads takes as long as all the rest."""
    word, *rest = words
    if word not in WORDS:
        raise UsageError(f"guard sites has no word '{shown(word)}'{_meant(word, WORDS)} (guard sites --help)")
    given: dict[str, str] = {}
    names: list[str] = []
    while rest:
        one = rest.pop(0)
        key, equals, text = one.partition("=")
        key = "--output" if key == "-o" else key
        if not one.startswith("-"):
            names.append(one)
        elif key not in OPTIONS or key == "--help":
            raise UsageError(f"no option {shown(key)}{_meant(key, OPTIONS)} (guard sites --help)")
        elif not equals and not rest:
            raise UsageError(f"{key} takes a word (guard sites --help)")
        else:
            given[key[2:]] = text if equals else rest.pop(0)
    if len(names) > 2:
        raise UsageError(f"guard sites {word} takes a plan and the name of its sites (guard sites --help)")
    if given.get("format", "text") not in FORMATS:
        raise UsageError(f"--format takes text or json, not '{shown(given['format'])}' (guard sites --help)")
    if word == "build" and "owner" in given:
        raise UsageError("a manifest is built whole: --owner goes with status and diff (guard sites --help)")
    return Asked(word)._replace(**dict(zip(("plan", "name"), names, strict=False)), **given)


def _meant(word: str, known: tuple[str, ...]) -> str:
    near = nearest(word, known)
    return f"; did you mean {near}?" if near else ""
