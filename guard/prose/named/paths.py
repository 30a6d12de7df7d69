"""Whether what stands with slashes, or ends as a file does, is meant as a path of the tree."""

from __future__ import annotations

from guard.prose.cued import Cued
from guard.prose.named.literals import literal, placeholder
from guard.prose.named.shapes import EXTENSIONS, MADE, PLAIN, extension, file, spread, without_line
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.lookup import Names
    from guard.prose.named.tokens import Token

    Claim = tuple[str, str]

_BUILT = listed(
    """
    tmp out build dist target node_modules vendor coverage .venv venv logs backups backup .git etc var usr opt mnt
    home srv proc dev root Users .terraform .cache
    """
)
_SECTIONS = listed(
    """
    deploy deployment deployments svc service pod pods job jobs cronjob sts statefulset ns namespace node nodes
    secret configmap ds
    """
)
_HOSTS = listed("github.com gitlab.com golang.org google.golang.org gopkg.in k8s.io bitbucket.org")
_SCOPED = Cued(r"@([\w.-]+)/([\w.-]+)(?:/[\w./-]+)?")


def path_meant(token: Token, text: str, names: Names) -> Iterator[Claim]:
    """The paths that it names, or what else its slashes say: a package of Go, a service of kubectl."""
    if token.cue == "package" and not names.paths.has(text) and not names.paths.top(text.partition("/")[0]):
        yield "package", text
        return
    of_host = literal(text) and not placeholder(text) and not file(text) and not names.paths.has(text)
    if of_host and ((text.count("/") > 1 and _beside(text, names)) or names.near("package").slip(text)):
        yield "package", text
        return
    if (
        "..." in text
        or text.startswith("*.")
        or (literal(spread(text)[0].rstrip("/"), names.paths.folder) and not file(text))
    ):
        return
    for plain in spread(without_line(text).removeprefix("./")):
        yield from _meant(token, plain, names)


def _meant(token: Token, path: str, names: Names) -> Iterator[Claim]:
    parts = path.strip("/").split("/")
    first, last, known = parts[0], parts[-1], names.paths
    if path.startswith(("~", "..", "$", "@")) or "=" in path or names.outside(path):
        if path.startswith("@") and (token.cue == "package" or (token.code and not token.cue and _ours(path, names))):
            yield "package", path
        return
    if path.startswith("/") and not (known.top(first) and (extension(path) in EXTENSIONS or "*" in path)):
        return
    if names.anywhere(path) not in ("", "path"):
        return
    if not known.has(path) and not known.top(first) and names.near("package").slip(path):
        yield "package", path
        return
    if first in _HOSTS or ("." in first and not first.startswith(".") and len(parts) > 2 and not known.top(first)):
        if token.cue == "package" or _beside(path, names):
            yield "package", path
        return
    if len(parts) == 2 and first in _SECTIONS and extension(path) not in EXTENSIONS:
        if names.can("service") and first.startswith(("deploy", "svc", "service")) and not known.has(path):
            yield "service", last
        return
    if token.cue in ("package", "symbol", "command", "job") and "/" in path and names.has(token.cue, path):
        return
    if _is_path(token, path, parts, names):
        yield "path", path.strip("/")


def _beside(path: str, names: Names) -> bool:
    """Whether modules of the tree begin as this one does, or packages come from the same place."""
    parts = path.split("/")
    begin = "/".join(parts[:2])
    if any([module.startswith(f"{begin}/") for module in names.known.of("module").names]):
        return True
    return len(parts) > 2 and any([one.startswith(f"{parts[0]}/") for one in names.known.of("package").names])


def _ours(path: str, names: Names) -> bool:
    """Whether it has the scope of the workspace's own packages, and is no team of that name."""
    found = _SCOPED.fullmatch(path)
    return (
        found is not None and found[1] in names.once("scopes", lambda: _scopes(names)) and not names.has("owner", path)
    )


def _scopes(names: Names) -> frozenset[str]:
    """Of packages which bear the name of a folder: what others publish has no folder here."""
    scoped = [_SCOPED.fullmatch(name) for name in names.known.of("package").names if name.startswith("@")]
    return frozenset([one[1] for one in scoped if one is not None and names.paths.folder(one[2])])


def _is_path(token: Token, path: str, parts: list[str], names: Names) -> bool:
    first, known, ending = parts[0], names.paths, extension(path)
    if known.has(path):
        return True
    if (first in _BUILT or first.startswith(".env")) and not known.top(first):
        return False
    if path in PLAIN or (len(parts) == 1 and ending in EXTENSIONS):
        return not (first.startswith(".") and len(first) < 6)
    if ending in EXTENSIONS:
        return True
    if ending in MADE:
        return known.top(first) and known.has(path.strip("/").rpartition("/")[0])
    if known.top(first):
        return token.code or not all([known.top(part) for part in parts])
    if path.endswith("/") and len(parts) > 1:
        return token.code
    if token.cue == "path" and token.code:
        return True
    return token.code and len(parts) > 1 and any([known.folder(part) for part in parts[:-1]]) and known.like_top(first)
