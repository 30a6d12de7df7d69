"""Flags, variables of the environment, services and jobs (G704): those that a text or new code names, by register."""

from __future__ import annotations

from guard.escape import shown
from guard.model.doubt import Doubt, Unasked
from guard.model.lookup import fresh_of, names_of
from guard.prose.named import Named, named
from guard.prose.named.literals import of_runner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.lookup import Names

KINDS = {"flag": "flags", "environment": "variables of the environment", "service": "services", "job": "jobs"}
SYSTEMS = frozenset(
    """
    APPDATA CI COLORFGBG COLORTERM COLUMNS COMSPEC CONDA_PREFIX DISPLAY EDITOR FORCE_COLOR HOME HOSTNAME HTTPS_PROXY
    HTTP_PROXY LANG LC_ALL LINES LOCALAPPDATA LOGNAME MAKEFLAGS NODE_ENV NO_COLOR NO_PROXY OSTYPE PAGER PATH PATHEXT
    PKG_CONFIG_PATH PORT PROGRAMFILES PS1 PWD PYTEST_CURRENT_TEST PYTHONPATH SHELL SHLVL SSH_AUTH_SOCK SYSTEMROOT TEMP
    TERM TMP TMPDIR TZ USER USERNAME USERPROFILE VIRTUAL_ENV VISUAL XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
    XDG_RUNTIME_DIR
    """.split()  # noqa: SIM905  read more easily so
)
_GIVEN = {"flag": "in the file that defines flags", "environment": "in a template such as .env.example, or in settings"}
_ONE = {"flag": "flag", "environment": "variable", "service": "service", "job": "job"}


def check(paper: Paper) -> Iterator[Doubt | Unasked]:
    """Each place that names one which its register does not have."""
    names, fresh = names_of(paper.known), fresh_of(paper)
    unknown = [kind for kind in KINDS if not names.can(kind)]
    for kind in unknown:
        whole = len(unknown) == len(KINDS)
        yield Unasked("G704", "" if whole else KINDS[kind], paper.known.of(kind).missing)
    for one in named(paper):
        if one.kind not in KINDS or one.kind in unknown or _there(names, one):
            continue
        if fresh.find(one.kind, one.name) is None and not names.outside(one.name):
            yield _doubt(names, one)
    if paper.added:
        yield from arrives(paper)


def arrives(paper: Paper) -> Iterator[Doubt | Unasked]:
    """What new code asks for while it runs, and nobody gives; tests set for themselves what they read."""
    from guard.prose.coming import of_tests  # loaded where lines come
    from guard.prose.coming.wanted import instead, sets

    lines = {(line.path, line.line): line for line in paper.added}
    asked = [(one, lines[one.path, one.line]) for one in paper.wanted if (one.path, one.line) in lines]
    asked = [(one, line) for one, line in asked if not of_tests(one.path)]
    names, fresh = names_of(paper.known), fresh_of(paper)
    own = {one.name for one, line in asked if sets(line.text, one)}
    untold = {kind: why for kind in dict.fromkeys([one.kind for one, _ in asked]) if (why := _untold(names, kind))}
    for kind, why in untold.items():
        yield Unasked("G704", f"{KINDS[kind]} in new code", why)
    for one, line in {(one.kind, one.name): (one, line) for one, line in reversed(asked)}.values():  # the first of each
        if one.kind in untold or line.stood or one.name in own or _of_systems(one.name):
            continue
        if names.has(one.kind, one.name):
            continue
        slip = names.near(one.kind).slip(one.name)
        if not slip and instead(line.text, one):
            continue  # what holds where nobody sets it stands there
        if fresh.find(one.kind, one.name) is None and not names.outside(one.name):
            place = Named(one.kind, one.name, one.name, 0, one.line, "", line.text.strip(), "", True)
            told = _doubt(names, place)
            given = f"{told.mend}; or give it in the same landing: {_GIVEN[one.kind]}"
            yield told._replace(path=one.path, mend=given)


def _of_systems(name: str) -> bool:
    """Whether systems, shells and runners set it, or a program for itself."""
    return of_runner(name) or name.startswith("_") or name.upper() in SYSTEMS


def _untold(names: Names, kind: str) -> str:
    """Why nobody can say here what is given to code; "" where somebody can."""
    register = names.known.of(kind)
    if register.missing or (kind == "flag" and register.partial):
        return register.missing or "; ".join(register.partial)
    given = any([not _code(place) for place in register.names.values()])
    return "" if given else "no template and no settings of this tree say what is given to it"


def _code(place: str) -> bool:
    """Whether a name is known from code alone, which asks for it as well."""
    from guard.prose.coming import ending, signs

    path = place.rpartition(":")[0] if place.rpartition(":")[2].isdigit() else place
    return bool(signs(path.encode())) and ending(path.encode()) not in ("yaml", "yml", "toml", "tf", "hcl")


def _there(names: Names, one: Named) -> bool:
    """Whether it is there; a service may be a job that runs by itself, and the other way round."""
    if names.has(one.kind, one.name):
        return True
    if one.kind in ("service", "job"):
        return any([names.has(kind, one.name) for kind in ("service", "job", "command")])
    return False


def _doubt(names: Names, one: Named) -> Doubt:
    name, word = shown(one.name), _ONE[one.kind]
    near = names.near(one.kind).guess(one.name)
    place = names.known.of(one.kind).names.get(near, "")
    what = f"nobody knows a {word} {name}"
    why = f"did you mean {shown(near)}?{f' it stands in {shown(place)}' if place else ''}" if near else ""
    correct = f"write {shown(near)} if that is meant" if near else f"write the name of the {word} as it is defined"
    mend = f"{correct}; if a phase makes it, declare {one.kind}:{name} under creates of that phase"
    ask = f"Which {word} is meant by {name}?"
    return Doubt("G704", one.unit, one.quote, what, ask, mend, one.line, one.anchor, why)
