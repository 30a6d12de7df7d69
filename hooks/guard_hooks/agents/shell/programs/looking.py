"""Programs that ask what runs elsewhere or judge what stands here: whether they only look, by words and options."""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import NOTHING, Word, script
from guard_hooks.agents.shell.programs.looking_tables import AWS_GETS, AWS_READS, GROUPS, LOOKS, VERBS, Looks
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.outputs import named, tells
from guard_hooks.agents.shell.programs.running import Command, program, told
from guard_hooks.agents.shell.programs.starting import within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.reader import Reader

DEEPEST = 3  # words that say what is done
DRY = frozenset({"client", "server"})
NOT_OF_SEMGREP = frozenset({"ci", "install-semgrep-pro", "login", "logout", "lsp", "mcp", "publish", "show", "test"})
OF_EXEC = "u user e env w workdir index env-file detach-keys"
OF_WATCH = "n interval q equexit s shotsdir"
INSIDE = "what it writes where it is started cannot be told"


def looks(reader: Reader, name: str, command: Command) -> bool:
    """Whether a program stands in the table; what it does is read."""
    words = [word.plain() for word in command.args[:1]]
    if name == "watch":
        _watches(reader, command)
    elif name == "kubectl" and words == ["apply"]:
        _dry(reader, command)
    elif name == "gh" and words == ["api"]:
        _by_table(reader, "gh api", command.args[1:])
    elif name == "docker" and words == ["compose"]:
        _compose(reader, command)
    elif name == "docker" and words == ["exec"]:
        _inside(reader, command, command.args[1:])
    elif (
        name in LOOKS and not (name == "terraform" and words == ["fmt"]) and not (name == "hatch" and words == ["run"])
    ):
        _by_table(reader, name, command.args)
    else:
        return False
    return True


def _by_table(reader: Reader, name: str, args: tuple[Word, ...]) -> None:
    row = LOOKS[name]
    args = named(row.tells, args)
    found = given(args, row.tells.valued())
    words = _words(row, args)
    keys = ["-".join(words[:count]) for count in range(min(DEEPEST, len(words)), 0, -1)]
    runs = row.runs == "*" or any([key in row.runs.split() for key in keys])
    reads = runs or row.reads == "*" or any([key in row.reads.split() for key in keys])
    if row.only:
        told_all = len(found.operands) == len(words) <= DEEPEST
        reads = told_all and (keys[0] in row.reads.split() if keys else row.reads == "*")
    if name in SPECIAL:
        reads = SPECIAL[name](words)
    tells(reader, name, args, "read" if reads else "written", row.tells)
    if not reads or found.has(row.spoils) or (row.needs and not found.has(row.needs)):
        reader.cannot(f"what {name} {told(words[0] if words else '')} does is not known")
    elif runs:
        reader.starts(" ".join([name, *words[:1]]) if row.runs != "*" else name)


def _words(row: Looks, args: tuple[Word, ...]) -> list[str]:
    """The words that say what is done: those before the next option. One that is unknown stands for any word."""
    takers, flags = row.tells.valued().split(" "), row.flags.split(" ")
    whole = bool(row.needs) or "*" in (row.reads, row.runs)  # its words are not what counts, or are looked at again
    words, at = list[str](), 0
    while at < len(args):
        text = args[at].text
        if text[:1] != "-" or text == "-":
            words.append(args[at].plain())
            at += 1
            continue
        if words:
            break
        name, equals, _ = text.lstrip("-").partition("=")
        if name in takers:
            at += 1 if equals else 2
        elif (len(name) > 1 and text[1] != "-" and name[0] in takers) or name in flags or whole:
            at += 1
        else:
            return [NOTHING]
    return words


def _aws(words: list[str]) -> bool:
    service, what = (words[0], words[1]) if len(words) > 1 else ("", "")
    plain = service.replace("-", "").isalnum() and service not in ("configure", "s3")
    return f"{service}-{what}" in AWS_READS or (
        plain
        and (what.startswith(("describe-", "list-")) or what in AWS_GETS)
        and len(words) == len(("SERVICE", "WORD"))
    )


def _cloud(name: str) -> Callable[[list[str]], bool]:
    def reads(words: list[str]) -> bool:
        """Groups, and then a word that only looks."""
        verb = next((at for at, word in enumerate(words) if word not in GROUPS), 0)
        return bool(verb) and words[verb] in VERBS[name]

    return reads


def _semgrep(words: list[str]) -> bool:
    return not words or words[0] not in NOT_OF_SEMGREP


def _hub(words: list[str]) -> bool:
    """One address, and no query that is a mutation."""
    return len(words) == 1 and words[0].strip("/").lower() != "graphql" and "\0" not in words[0]


SPECIAL: dict[str, Callable[[list[str]], bool]] = {
    "aws": _aws, "gcloud": _cloud("gcloud"), "az": _cloud("az"), "semgrep": _semgrep, "gh api": _hub,
}  # fmt: skip


def _dry(reader: Reader, command: Command) -> None:
    """`kubectl apply --dry-run=client`: nothing is applied."""
    row = LOOKS["kubectl apply"]
    found = given(command.args, row.tells.valued())
    values = found.value("dry-run")
    _by_table(reader, "kubectl apply", command.args[1:])
    if len(found.operands) > 1 or not all([value.plain() in DRY for value in values]):
        reader.cannot("what kubectl apply does is not known")


def _compose(reader: Reader, command: Command) -> None:
    """`docker compose`: it looks, or starts a program in a container that runs."""
    args = command.args[1:]
    words = _words(LOOKS["docker compose"], args)
    if words[:1] != ["exec"]:
        _by_table(reader, "docker compose", args)
        return
    at = given(args, LOOKS["docker compose"].tells.valued(), first=True).after
    tells(reader, "docker compose", args[:at], "read", LOOKS["docker compose"].tells)
    _inside(reader, command, args[at + 1 :])


def _inside(reader: Reader, command: Command, args: tuple[Word, ...]) -> None:
    """A program in a container: it may run what it would run here; where it writes there nobody can tell."""
    found = given(args, OF_EXEC, first=True)
    rest = args[found.after + 1 :]
    if not rest or found.odd:
        reader.cannot("which program it starts in a container cannot be told")
        return
    from guard_hooks.agents.shell.reader import Reader as Another

    another = Another(None)
    another.depth, another.minus, another.here = reader.depth, reader.minus, reader.here
    program(another, command._replace(words=rest))
    reader.git.update(another.git)
    reader.unread.update(another.unread)
    reader.runs.update(another.runs)
    if another.paths:
        reader.cannot(INSIDE)


def _watches(reader: Reader, command: Command) -> None:
    """`watch`: its words are put together, and a shell runs them again and again."""
    found = given(command.args, OF_WATCH, first=True)
    rest = command.args[found.after :]
    if found.odd or found.has("s shotsdir"):
        reader.cannot("what watch starts is not known")
    reader.repeats += 1
    if rest and found.has("x exec"):
        program(reader, command._replace(words=rest))
    elif rest:
        within(reader, "sh", " ".join([script(word) for word in rest]), not all([word.known() for word in rest]))
    reader.repeats -= 1
