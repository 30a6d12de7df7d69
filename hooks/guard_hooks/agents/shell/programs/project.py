"""Scripts by which a project is tested and looked at: manage.py, rails, artisan, and shell scripts of its own.

What a shell script does nobody reads. One that git has as it stands was judged as it came, as a makefile was; whoever
judges the command asks whether that is so.
"""

from __future__ import annotations

from guard_hooks.agents.shell.language.word import Word, folder_of_pattern
from guard_hooks.agents.shell.programs.options import given
from guard_hooks.agents.shell.programs.output_tables import Tells
from guard_hooks.agents.shell.programs.outputs import elsewhere, tells
from guard_hooks.agents.shell.programs.running import Command, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guard_hooks.agents.shell.reader import Reader

SCRIPTS = (".sh", ".bash")
_DJANGO = Tells(own="pythonpath", takes="settings v verbosity k tag exclude-tag p pattern parallel database c command")
_RAILS = Tells(
    own="r require", out="P pid log-to-file", takes="e environment n name s seed p port b binding g grep c controller"
)
DJANGO = frozenset({"check", "diffsettings", "runserver", "showmigrations", "sqlmigrate", "sqlflush", "test"})
RAILS = frozenset(
    {
        *("about", "initializers", "middleware", "notes", "routes", "server", "s", "stats", "test:system", "test:all"),
        *("test:models", "test:controllers", "test:integration", "zeitwerk:check", "db:migrate:status", "db:version"),
    }
)
ARTISAN = frozenset(
    {
        *("about", "config:show", "db:show", "db:table", "env", "event:list", "list", "migrate:status", "model:show"),
        *("queue:failed", "route:list", "schedule:list", "serve", "test"),
    }
)
SWIFT = frozenset({"build", "test"})
_SWIFT = Tells(out="scratch-path build-path cache-path xunit-output", where="package-path", takes="c configuration")
PLAIN_LETTERS = frozenset("eux")  # of bash, with which a script is run as it stands


def manages(reader: Reader, script: Word, rest: tuple[Word, ...]) -> bool:
    """`python manage.py`: whether its word is one that tests or looks."""
    if script.plain().rpartition("/")[2] != "manage.py" or elsewhere(script):
        return False
    found = given(rest, _DJANGO.valued())
    word = found.operands[0].plain() if found.operands else ""
    dry = (word == "makemigrations" and found.has("dry-run")) or (
        word == "migrate" and (_whole(rest, "--check") or _whole(rest, "--plan"))
    )
    if (word not in DJANGO and not dry) or rest[0].plain() != word:
        return False
    tells(reader, "manage.py", rest, "read", _DJANGO)
    reader.starts(f"manage.py {word}")
    return True


def _whole(words: tuple[Word, ...], option: str) -> bool:
    return option in [word.plain() for word in words]


def _django(reader: Reader, name: str, command: Command) -> None:
    if not manages(reader, command.words[0], command.args):
        reader.cannot(f"{name} runs code: what that writes is not known")


def _rails(reader: Reader, name: str, command: Command) -> None:
    """Its words beside `test` are tasks, and each of them is run."""
    tells(reader, name, command.args, "read", _RAILS)
    words = [word.plain() for word in given(command.args, _RAILS.valued()).operands]
    first = command.args[0].plain() if command.args else ""
    if words[:1] == [first] and (first in ("test", "t") or (words and set(words) <= RAILS)):
        reader.starts(f"rails {first}")
    elif first not in ("-v", "--version", "-h", "--help"):
        reader.cannot(f"what {name} {told(first)} does is not known")


def artisan(reader: Reader, args: tuple[Word, ...]) -> bool:
    """`php artisan`: whether its word is one that tests or looks."""
    word = args[1].plain() if len(args) > 1 else ""
    if not args or args[0].plain() not in ("artisan", "./artisan") or word not in ARTISAN:
        return False
    tells(reader, "phpunit", args[2:], "read")
    reader.starts(f"artisan {word}")
    return True


def swift(reader: Reader, args: tuple[Word, ...]) -> bool:
    """`swift build`, `swift test`."""
    if not args or args[0].plain() not in SWIFT:
        return False
    tells(reader, "swift", args[1:], "read", _SWIFT)
    reader.starts(f"swift {args[0].text}")
    return True


def scripted(reader: Reader, script: Word, args: tuple[Word, ...], why: str) -> None:
    """A shell script of the project: nobody can tell what it does, unless git has it as it stands.

    Words that may be a command which it hands on are none that can be told either.
    """
    reader.cannot(why)
    plain = script.known() and script.text.endswith(SCRIPTS) and folder_of_pattern(script) == ""
    if not plain or elsewhere(script) or None in reader.here or not all([_handed(reader, word) for word in args]):
        return
    reader.ran = True
    before = len(reader.unread)
    tells(reader, "a script", args, "written")
    if len(reader.unread) == before:
        reader.lifts[why] = tuple(dict.fromkeys((*reader.lifts.get(why, ()), *reader.names(script, "a script"))))


def _handed(reader: Reader, word: Word) -> bool:
    """Whether a word of a script is surely no command: an option, or a folder that stands."""
    text = word.text
    if not word.known() or folder_of_pattern(word) != "":
        return False
    return (text[:1] == "-" and "=" not in text and len(text) > 1) or (
        "/" in text and not elsewhere(word) and reader.stands is not None and reader.stands(text)
    )


PROJECT: dict[str, Callable[[Reader, str, Command], None]] = {"manage.py": _django, "rails": _rails}
