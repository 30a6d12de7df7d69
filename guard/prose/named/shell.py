"""What a line of a shell names: commands of the tree, packages it installs, files, services and variables."""

from __future__ import annotations

import re

from guard.prose.cued import Cued
from guard.prose.named.literals import literal, of_runner, placeholder
from guard.prose.named.shapes import EXTENSIONS, extension
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Claim = tuple[str, str]  # kind and name

_WORD = Cued(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|[^\s'\"]+")
_PARTED = Cued(r"\s*(?:&&|\|\||;|\||\$\(|`)\s*")
_VARIABLE = Cued(r"\$\{?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\}?")
_ASSIGNED = Cued(
    r"(?:^|[\s;&|(])(?:export\s+|local\s+|readonly\s+)?([A-Za-z_]\w*)=|\bfor\s+(\w+)\s+in\b|\bread\s+(?:-\w+\s+)*(\w+)"
)
_SECTION = Cued(r"(?:deploy|deployment|deployments|svc|service|statefulset|sts|deployment\.apps)/([a-z0-9][a-z0-9.-]*)")
_REMARK = Cued(r"(?:^|\s)#\s.*$")
_SET = Cued(r"[A-Za-z_]\w*=.*", re.S)
_OUTPUT = frozenset(("-o", "--output", "--out", ">", ">>", "2>", "&>", "tee", "--file=", "-out"))
_PREFIXED = frozenset(
    ("sudo", "time", "env", "exec", "nohup", "$", "#", "%", ">", "then", "do", "else", "bundle", "command")
)
_TAKES = frozenset(
    ("-C", "-f", "-F", "--filter", "-w", "--workspace", "--prefix", "--dir", "-c", "-s", "--cwd", "-j", "--cpu")
)
_INSIDE = ("exec", "run")
_GIVEN = frozenset(
    ("-e", "--env", "-u", "--user", "-w", "--workdir", "-v", "--volume", "-p", "--publish", "-l", "--label",
     "--name", "--entrypoint", "--index", "--env-from-file", "--cap-add", "--cap-drop", "--pull")
)  # fmt: skip
_OWN = listed(
    """
    install add remove run exec dlx init i ci test start publish update upgrade why list ls outdated audit link
    unlink rebuild pack create config cache store import prune root bin set version login logout up rm un
    uninstall deploy dedupe workspaces workspace global info approve-builds patch licenses self-update env
    """
)
_INSTALLS = {
    ("pip", "install"), ("pip3", "install"), ("npm", "install"), ("npm", "i"), ("npm", "add"), ("yarn", "add"),
    ("pnpm", "add"), ("go", "get"), ("cargo", "add"), ("gem", "install"), ("bundle", "add"), ("poetry", "add"),
    ("uv", "add"), ("add", "add"), ("pdm", "add"), ("composer", "require"), ("pnpm", "install"), ("pnpm", "i"),
    ("bun", "add"),
}  # fmt: skip
_DJANGO = listed(
    """
    migrate makemigrations shell dbshell showmigrations sqlmigrate runserver test collectstatic check
    createsuperuser flush loaddata dumpdata inspectdb squashmigrations startapp shell_plus changepassword
    clearsessions compilemessages createcachetable diffsettings findstatic makemessages optimizemigration
    remove_stale_contenttypes sendtestemail sqlflush sqlsequencereset startproject testserver
    """
)
_RAILS = listed(
    """
    db:migrate db:rollback db:seed db:create db:drop db:setup db:reset db:prepare db:version db:schema:load
    db:schema:dump db:migrate:status db:migrate:up db:migrate:down db:migrate:redo db:abort_if_pending_migrations
    db:environment:set assets:precompile assets:clobber log:clear tmp:clear active_storage:install
    """
)
_RUNNERS = {"make": "make", "gmake": "make", "just": "just", "task": "task", "./gradlew": "./gradlew",
            "gradle": "./gradlew", "./mvnw": "./mvnw"}  # fmt: skip
_NAME = Cued(r"[A-Za-z_@][\w.:/@-]*")


def claims(line: str, own: frozenset[str] = frozenset()) -> Iterator[Claim]:
    """Of one line; variables that the shell itself sets are its own."""
    for name in _VARIABLE.findall(line):
        if name not in own and not of_runner(name):
            yield "environment", name
    if len(line) > 2_000:
        return
    line = _REMARK.sub("", line)
    for part in _PARTED.split(line):
        words = [word.strip("'\"") for word in _WORD.findall(part)]
        while words and (words[0] in _PREFIXED or _SET.fullmatch(words[0])):
            words = words[1:]
        if words and words[0] == "exec":
            words = words[1:]
        if words and not words[0].startswith("#"):
            yield from _command(words)
            yield from _arguments(words)


def built_in(word: str) -> bool:
    """Whether package managers, Django or Rails bring a command of this name themselves."""
    return word in _OWN or word in _DJANGO or word in _RAILS


def assigned(text: str) -> frozenset[str]:
    """The variables that a script sets itself."""
    return frozenset([name for found in _ASSIGNED.findall(text) for name in found if name])


def _command(words: list[str]) -> Iterator[Claim]:
    first, rest = words[0].rpartition("/")[2] if words[0].startswith(("/", "bin/")) else words[0], words[1:]
    said = _without_options(rest)
    if first in ("uv", "python", "python3") and rest[:2] in (["pip", "install"], ["-m", "pip"]):
        yield from _packages("pip", said[2:], rest)
    elif said and (first, said[0]) in _INSTALLS:
        yield from _packages(first, said[1:], rest)
    elif first in _RUNNERS:
        for target in said[:4]:
            if _SET.fullmatch(target) or not _NAME.fullmatch(target) or ":" in target[:1]:
                continue
            yield "command", f"{_RUNNERS[first]} {target}"
            if first not in ("make", "gmake"):
                return
    elif first in ("npm", "yarn", "pnpm", "bun") and said:
        script = said[1] if said[0] in ("run", "run-script") and len(said) > 1 else said[0]
        if _NAME.fullmatch(script) and (said[0].startswith("run") or (first != "npm" and script not in _OWN)):
            yield "command", f"{first} {script}"
    elif "manage.py" in first or (said and "manage.py" in said[0]):
        named = said[1:] if said and "manage.py" in said[0] else said
        if named and named[0] not in _DJANGO and _NAME.fullmatch(named[0]):
            yield "command", f"python manage.py {named[0]}"
    elif first in ("rails", "rake") and said and ":" in said[0] and said[0] not in _RAILS:
        yield "command", f"{words[0]} {said[0]}"
    elif first in ("systemctl", "service") and len(said) > 1:
        yield "service", said[1].removesuffix(".service")
    elif words[:2] == ["docker", "compose"] or first == "docker-compose":
        named = _composed(words[1:] if first == "docker-compose" else words[2:])
        yield from [("service", name) for name in named if re.fullmatch(r"[a-z][a-z0-9_-]*", name)]
    elif words[:3] == ["gh", "workflow", "run"] and len(words) > 3:
        yield "job", re.sub(r"\.ya?ml$", "", words[3])


def _composed(words: list[str]) -> list[str]:
    """The services that a line of docker compose names: up to three, or the one in which something is run."""
    inside = next((at for at, word in enumerate(words) if word in _INSIDE), -1)
    if inside < 0:
        return _without_options(words)[1:4]
    rest = iter(words[inside + 1 :])
    for word in rest:
        if not word.startswith("-"):
            return [word]
        if word in _GIVEN:
            next(rest, "")
    return []


def _without_options(words: list[str]) -> list[str]:
    found, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in _TAKES
        else:
            found.append(word)
    return found


def _packages(manager: str, names: list[str], rest: list[str]) -> Iterator[Claim]:
    for name in names[:20]:
        plain = re.split(r"[<>=!~\[;]", name)[0]
        if "@" in plain[1:]:
            plain = plain[0] + plain[1:].partition("@")[0]
        if plain.startswith((".", "/", "$", "-")) or "://" in plain or placeholder(plain) or not _NAME.fullmatch(plain):
            continue
        if manager in ("pip", "uv", "python") and any([option in rest for option in ("-r", "-e")]) and "." in plain:
            continue
        yield "package", plain


def _arguments(words: list[str]) -> Iterator[Claim]:
    """Files that it reads, and what it names as kubectl does."""
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        section = _SECTION.fullmatch(word)
        if section is not None and not extension(word):
            yield "service", section[1]
            continue
        if before in _OUTPUT or word.startswith((">", "-", "$", "~", "http", "s3:")) or literal(word):
            continue
        if (words[0] in ("touch", "mkdir", "cp", "mv", "tee", "rm", "tar", "gzip", "scp", "rsync", "curl")
                and at and not (words[0] == "cp" and at == 1)):  # fmt: skip
            continue
        file = "/" in word and extension(word) in EXTENSIONS and not word.startswith("/") and "=" not in word
        folder = word.startswith("./cmd/") or (words[0] == "go" and at and word.startswith("./"))
        if (file or folder) and "..." not in word:
            yield "path", word.removeprefix("./")


__all__ = ["assigned", "built_in", "claims"]
