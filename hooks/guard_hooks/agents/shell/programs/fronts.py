"""Options of what stands in front of a program. Where one is not known, nobody can tell which word the program is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard_hooks.agents.shell.programs.options import Given
    from guard_hooks.agents.shell.reader import Reader

_UV = """
    q quiet v verbose n no-cache offline isolated refresh U upgrade no-progress no-config native-tls no-python-downloads
    managed-python no-managed-python
"""
_NPX = "y yes no no-install q quiet silent prefer-offline prefer-online offline"
# Those without a value, by program; a letter stands alone or in a cluster, a long name is whole.
FLAGS = {
    "sudo": "A b E H k K n P S l v B N",
    "doas": "n L",
    "env": "i ignore-environment 0 null v debug",
    "nice": "0 1 2 3 4 5 6 7 8 9",
    "ionice": "t ignore",
    "timeout": "foreground preserve-status v verbose f p",
    "gtimeout": "foreground preserve-status v verbose f p",
    "time": "p a q v portability append quiet verbose",
    "setsid": "c f w ctty fork wait",
    "command": "p v V",
    "exec": "c l",
    "caffeinate": "d i m s u",
    "chronic": "v e",
    "xargs": "0 r t p x o i e l null no-run-if-empty verbose interactive exit open-tty replace",
    "npx": _NPX,
    "pnpx": "s silent",
    "bunx": "bun b silent verbose",
    "uvx": _UV,
    "bun x": "bun b silent verbose",
    "bundle exec": "keep-file-descriptors",
    "npm exec": _NPX,
    "npm x": _NPX,
    "pdm run": "v q verbose quiet",
    "pipenv run": "v q verbose quiet bare",
    "pnpm exec": "r recursive silent parallel",
    "poetry run": "v q n verbose quiet no-interaction ansi no-ansi no-plugins no-cache",
    "rye run": "v q verbose quiet",
    "stack exec": "v verbose silent",
    "uv run": f"""{_UV} frozen locked no-sync no-dev dev only-dev all-extras all-groups no-project active exact
        no-editable no-env-file no-default-groups all-packages""",
}
ALSO_TAKES = {"uv run": "only-group no-group no-extra index default-index w"}
ONLY_GLUED = frozenset({"max-lines"})  # and these are named by the tables as if it stood in the next word
OF_NPM = frozenset({"npx", "npm exec", "npm x", "pnpx", "pnpm exec"})


def takers(name: str, takes: str) -> str:
    """The options of a program that have a value."""
    return f"{takes} {ALSO_TAKES.get(name, '')}"


def plainly(reader: Reader, name: str, found: Given, takes: str) -> None:
    """Whether every option is one that is known, by its whole name."""
    known = {*FLAGS.get(name, "").split(), *takes.split()} - ONLY_GLUED
    if not {option for option, _ in found.options} <= known:
        reader.cannot(f"{name} has options that are not known")
    elif name in OF_NPM and found.options and [word.text for word in found.operands[:1]] in (["true"], ["false"]):
        reader.cannot("which program it runs is computed")  # npm takes it for the value of a flag
