"""The hook files that `guard install` writes: a few lines of shell that start guard, written and read again."""

from __future__ import annotations

from guard.value import NamedTuple

MARK = "Written by `guard install`"
KEPT = ".before-guard"
TEMPLATE = """\
#!/bin/sh
# guard: {about}. {mark}; `guard uninstall` takes it out again.
{told}kept="${{0%/*}}/{hook}{kept}"  # not "$0": a hook manager that comes later may run this under another name
if [ -x "$kept" ]; then {call} "$@" || exit $?; fi
{idle}gone() {{ printf 'guard: STOP, %s is gone: %s; run guard install again\\n' "$1" "$2" >&2; exit 5; }}
python={python} entry={entry}
[ -x "$python" ] || gone "its Python" "$python"
[ -r "$entry" ] || gone "its code" "$entry"
exec "$python" -I -S "$entry" {folders} -- {hook} --git {git} "$@"{again}
"""
ABOUT = {
    "pre-commit": "judges every commit before it is made",
    "pre-merge-commit": "judges every merge that git makes by itself",
    "prepare-commit-msg": "writes what is taken up into the message of a commit",
    "commit-msg": "gives a commit up whose message nobody has written a word of",
    "pre-applypatch": "judges every patch that git am commits",
    "post-commit": "tells of a commit that guard did not look at",
    "post-rewrite": "tells of commits that a rebase made anew, and guard did not look at",
    "pre-push": "judges every ref of a push before it leaves",
    "reference-transaction": "judges what would move the trusted branch of this clone",
}
REFS = "reference-transaction"  # which git starts for everything that moves a ref: only where it is asked for
NAMES = tuple([name for name in ABOUT if name != REFS])
# What git tells on standard input can be read once, and the hook that stood there before has to hear it as well.
HEARS = ("post-rewrite", "pre-push", REFS)
TOLD = "told=$(cat)  # for the hook that stood here before, and for guard\n"
ALOUD = """printf "${told:+%s\\n}" "$told" | """
AGAIN = " <<TOLD\n$told\nTOLD"
# git keeps the message in its directory; where nothing stands beside it there is nothing to do, and no Python starts.
IDLE = 'case "$1" in */*) [ -e "${{1%/*}}/{name}" ] || exit 0 ;; esac\n'
ONCE = '[ "$1" = prepared ] || exit 0\n'  # git asks then; the rest it only tells
BESIDE = {"prepare-commit-msg": "guard/taken.json", "commit-msg": "guard/untouched"}
CALL = '"$kept"'
# husky's hooks find the person's script by their own name, so they are read under the name that git gave.
CALL_BY_NAME = """sh -c 'kept=$1; shift; . "$kept"' "$0" "$kept\""""


class Shim(NamedTuple):
    """One hook file: what it runs."""

    hook: str
    python: str
    entry: str
    folders: tuple[str, ...]  # that guard and all it stands on are imported from
    git: str
    husky: bool  # the hook that stood there before is read, not run

    def text(self) -> str:
        """As it stands in the file."""
        from shlex import quote

        return TEMPLATE.format(
            mark=MARK,
            about=ABOUT[self.hook],
            kept=KEPT,
            told=TOLD if self.hook in HEARS else "",
            again=AGAIN if self.hook in HEARS else "",
            idle=IDLE.format(name=BESIDE[self.hook]) if self.hook in BESIDE else ONCE if self.hook == REFS else "",
            python=quote(self.python),
            entry=quote(self.entry),
            call=(ALOUD if self.hook in HEARS else "") + (CALL_BY_NAME if self.husky else CALL),
            folders=" ".join([quote(folder) for folder in self.folders]),
            hook=self.hook,
            git=quote(self.git),
        )


def read(hook: str, text: str) -> Shim | None:
    """What this file runs, where it is exactly as guard install writes one; None where anything in it is otherwise."""
    from shlex import split

    lines = text.split("\n")
    given = next((line for line in lines if line.startswith("python=")), "")
    run = next((line for line in lines if line.startswith("exec ")), "")
    try:
        python, entry = [word.partition("=")[2] for word in split(given)]
        words = split(run)
        end = words.index("--", 5)
        found = Shim(hook, python, entry, tuple(words[5:end]), words[end + 3], CALL_BY_NAME in text)
    except (ValueError, IndexError):
        return None
    return found if hook in ABOUT and found.text() == text else None
