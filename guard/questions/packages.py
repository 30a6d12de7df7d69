"""Packages and commands (G705): what is imported, installed or run, against manifests, lock files and scripts.

No registry is ever asked: that a package exists somewhere says nothing of whether this tree may use it.
"""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.lookup import fresh_of, names_of
from guard.model.lookup.near import within
from guard.prose.named import TOO_LONG, Named, named
from guard.prose.named.code import package_of
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Fresh, Names

_KINDS = {"package": "packages", "command": "commands"}
_MANAGED = "python manage.py"  # beside it stands what Django brings, with this file as its place
_SLIP = 2  # letters
_TAKES_AWAY = listed(
    """
    flush sqlflush reset drop dropdb resetdb wipe purge truncate destroy delete nuke erase remove fresh prune
    rollback down
    """
)
_PARTED = str.maketrans(dict.fromkeys("_-:./", " "))
_NODE = ("npm", "yarn", "pnpm", "bun")  # each runs the scripts of package.json, which stand as `npm run NAME`


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each place that takes a package which no manifest has, or runs what no file of the tree defines."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    unknown = [kind for kind in _KINDS if not names.can(kind)]
    for kind in unknown:
        yield Unasked("G705", "" if len(unknown) == len(_KINDS) else _KINDS[kind], paper.known.of(kind).missing)
    for one in named(paper):
        if one.kind == TOO_LONG:
            where = f"{one.name}, line {one.line}" if one.name else f"line {one.line}"
            yield Unasked("G705", f"code in {where}", "the line is too long to be read")
        elif one.kind in ("package", "import") and "package" not in unknown:
            package = package_of(one.name, one.of) if one.kind == "import" else one.name
            if package and not _has_package(names, fresh, package, one):
                yield _package(names, one, package)
        elif one.kind == "command" and "command" not in unknown and not _has_command(names, fresh, one.name):
            yield _command(names, one)
    if paper.added:
        yield from arrives(paper)


def arrives(paper: Paper) -> Iterator[Doubt | Unasked]:
    """What new code imports, and what new lines of scripts and images install."""
    from guard.prose.coming import ending  # loaded where lines come
    from guard.prose.coming.packages import ECOSYSTEM, UNREAD, alike, taken

    endings = {ending(line.path) for line in paper.added if ending(line.path) in UNREAD}
    if endings:
        what = f"imports in new code of {', '.join([f'.{shown(one.encode())}' for one in sorted(endings)])}"
        yield Unasked("G705", what, "new code is read for them in Python, JavaScript, TypeScript and Go")
    told = tuple(taken(paper.added))
    register = paper.known.of("package")
    if told and register.missing:
        yield Unasked("G705", "packages in new code", register.missing)
        return
    names, fresh = names_of(paper.known), fresh_of(paper)
    for language in dict.fromkeys([one.language for one in told if one.language]):
        if register.covers and ECOSYSTEM[language] not in register.covers:
            why = "no manifest of that language is in this tree"
            yield Unasked("G705", f"packages in new code ({ECOSYSTEM[language]})", why)
    for one in {of.package: of for of in reversed(told)}.values():  # each at the first place that takes it
        of, line = one.language, one.line
        if of and register.covers and ECOSYSTEM[of] not in register.covers:
            continue
        text = (line.line, "", line.text.strip(), of, True)
        place = Named("import" if of else "package", one.name, one.package, 0, *text)
        if not _has_package(names, fresh, one.package, place) and not alike(one, register.names):
            doubt = _package(names, place, one.package)
            yield doubt._replace(path=line.path, mend=f"{doubt.mend}; or let the same landing add it to a manifest")


def _has_package(names: Names, fresh: Fresh, package: str, one: Named) -> bool:
    if names.has("package", package) or fresh.find("package", package) is not None or names.outside(package):
        return True
    full = one.name if one.kind == "import" else package
    if names.modules.has(full) or names.paths.has(full.replace(".", "/")) or names.paths.has(f"{package}.py"):
        return True
    if fresh.find("module", full) is not None or fresh.find("path", full.replace(".", "/")) is not None:
        return True
    if one.kind == "import" and names.paths.has(package):
        return True
    return any([_within(package, known) for known in names.known.of("package").names]) or any(
        [full.startswith(f"{known}/") for known in names.known.of("module").names]
    )


def _within(package: str, known: str) -> bool:
    """A part of a package of Go, a package by the end of its name in Maven, or one of its own scope."""
    return package.startswith(f"{known}/") or known.endswith(f":{package}")


def _has_command(names: Names, fresh: Fresh, command: str) -> bool:
    runner, _, last = command.rpartition(" ")
    if command in names.known.of("command").names or names.outside(command):
        return True
    if any([fresh.find("command", form) is not None for form in (command, last)]):
        return True
    if runner.endswith("manage.py") and fresh.find("path", f"management/commands/{last}.py") is not None:
        return True
    if runner in _NODE and any([names.has("command", f"{one} {last}") for one in _forms(runner)]):
        return True
    if _beside(names, runner):
        return False
    return names.has("command", last) or (not runner and bool(names.anywhere(last)))


def _forms(runner: str) -> tuple[str, ...]:
    """What a script may stand under, whichever program runs it."""
    return tuple([form for one in dict.fromkeys((runner, "npm")) for form in (one, f"{one} run")])


def _beside(names: Names, runner: str) -> list[str]:
    """The commands that the same program runs."""
    forms = tuple([f"{form} " for form in (_forms(runner) if runner in _NODE else (runner,) if runner else ())])
    return [name for name in names.known.of("command").names if name.startswith(forms)] if forms else []


def _package(names: Names, one: Named, package: str) -> Doubt:
    name, near = shown(package), names.near("package").guess(package)
    why = f"did you mean {shown(near)}?" if near else ""
    correct = f"write {shown(near)} if that is meant" if near else "use a package that the manifests have"
    mend = f"{correct}; if a phase adds it, declare package:{name} under creates of that phase"
    ask = f"Who has decided that {name} is used, and where does it come from?"
    what = f"no manifest or lock file has a package {name}"
    return Doubt("G705", one.unit, one.quote, what, ask, mend, one.line, one.anchor, why)


def _command(names: Names, one: Named) -> Doubt:
    last, near = one.name.rpartition(" ")[2], _meant(names, one.name)
    name = shown(one.name)
    why = f"did you mean {shown(near)}?" if near else ""
    correct = f"write {shown(near)} if that is meant" if near else "name a command that the tree defines"
    mend = f"{correct}; if a phase makes it, declare command:{shown(last)} under creates of that phase"
    what = f"nothing in {names.known.where or 'the tree'} defines the command {name}"
    return Doubt("G705", one.unit, one.quote, what, f"What is to be run by {name}?", mend, one.line, one.anchor, why)


def _meant(names: Names, command: str) -> str:
    """The command somebody may have meant: one of the same program before any, and none that takes data away.

    What a framework brings is no likely end of a migration's plan, so of that only a slip of the hand is meant.
    """
    from guard.nearest import nearest

    runner, _, last = command.rpartition(" ")
    beside = {name.rpartition(" ")[2]: name for name in reversed(_beside(names, runner)) if _may_be(names, name, last)}
    near = nearest(last, beside)
    if near:
        return beside[near]
    guessed = names.near("command").guess(last)
    return guessed if guessed and _may_be(names, guessed, last) else ""


def _may_be(names: Names, name: str, last: str) -> bool:
    own = name.rpartition(" ")[2]
    if not _TAKES_AWAY.isdisjoint(own.casefold().translate(_PARTED).split()):
        return False
    brought = names.known.of("command").names.get(f"{_MANAGED} {own}", "")
    slip = own[:1] == last[:1] and within(own, last, _SLIP)
    return slip or not brought.endswith("manage.py")
