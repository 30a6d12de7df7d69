"""A year after the incidents: what landed on main was recorded, and anybody can judge it once more."""

from __future__ import annotations

from guard.commands.demo.stage import LINE, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.demo.stage import Stage

TITLE = "A year later somebody asks why a change was allowed"
KEPT = "After each merge a job writes down what guard says of it, and a machine signs that into the log."


def play(stage: Stage, node: str, key: str = "") -> list[str]:
    """The landing of a phase, written down with all it rests on, and judged once more; the title where that goes wrong.

    `key`: the file of a machine's key. Where there is none, the record is judged as it is, and nobody signs it.
    """
    stage.branch("main")
    landed = str(stage.repo.git.rev_list("--first-parent", "--reverse", "main")).split()[1]
    file = f"{stage.folder}.record.json"
    written = stage.guard("log", "record", landed, "-o", file)
    say(f"{LINE}\n{TITLE}", KEPT)
    say(f"$ guard log record {landed[:12]} -o record.json", written.replace(file, "record.json"))
    again = ("log", "replay") if key else ("log", "replay", "--record", file)
    if key:
        signed = stage.guard("log", "sign", file, "--as", "ci", "--key", key)
        say("$ guard log sign record.json --as ci --key /run/keys/guard-ci", signed)
    said = stage.guard(*again)
    say(f"$ guard {' '.join(again)}".replace(file, "record.json"), said)
    return [] if f": pass, {node}" in written and "1 identical" in said else [TITLE]
