"""`counted.py REPORT SCRIPT ARGUMENTS...` runs a script as a hook would and writes down what it started and loaded.

Imports nothing that a hook does not: what it loaded would be counted with the rest.
"""

from __future__ import annotations

import sys

STARTS = ("os.posix_spawn", "os.exec", "os.fork", "os.forkpty", "os.system", "subprocess.Popen", "pty.spawn")

report, script, *arguments = sys.argv[1:]
started = [script]  # the process itself is the first


def note(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS:
        started.append(str(arguments[0]))


def write() -> None:
    with open(report, "w", encoding="utf-8") as file:
        file.write("\n".join(started) + "\n\n" + "\n".join(sorted(sys.modules)) + "\n")


def leave(code: int) -> None:
    """Stands for os._exit, which ends a process without coming back here."""
    write()
    end(code)


sys.argv = [script, *arguments]
sys.addaudithook(note)
with open(script, encoding="utf-8") as file:
    text = file.read()
import os  # noqa: E402  every hook has it

end, os._exit = os._exit, leave  # type: ignore[assignment]
try:
    exec(compile(text, script, "exec"), {"__name__": "__main__", "__file__": script})
finally:
    write()
