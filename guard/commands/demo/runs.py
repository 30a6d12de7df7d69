"""What landed is to run: the deploy job asks the gate, an hour before the window of the phase opens and once it has."""

from __future__ import annotations

from datetime import UTC, datetime

from guard.commands.demo.stage import LINE, say
from guard.gate import times
from guard.grammar import window
from guard.words import clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.demo.stage import Stage

TITLE = "Before it runs, the deploy job asks"
KEPT = "Merging is not bound to a window; running is. The plan has this phase run in two nights of the week."
WINDOW = "sat-sun 01:00-05:00 UTC"
HOUR = 60 * 60


def play(stage: Stage, node: str) -> list[str]:
    """Shut, then open; the title where that goes wrong."""
    opens = _next_opening()
    say(f"{LINE}\n{TITLE}", KEPT)
    asked = ("gate", *node.split("/"), "--env", "production", "--now")
    told = []
    for now, code in ((opens - HOUR, 1), (opens, 0)):
        moment = datetime.fromtimestamp(now, UTC).isoformat()
        told.append(stage.guard(*asked, moment, code=code))
        say(f"$ guard {' '.join(asked)} {moment}", told[-1])
    shut = "[G624]" in told[0] and f"it opens {times.said(opens)}" in told[0]
    return [] if shut and told[1].startswith("guard: pass") else [TITLE]


def _next_opening() -> int:
    """The first one that is more than an hour off: what is asked before it is asked later than now."""
    one = (window.long_form(WINDOW),)
    now = clock() + HOUR + 1
    while times.within(one, now):
        now += HOUR
    opens = times.opens(one, now)
    assert opens is not None
    return opens
