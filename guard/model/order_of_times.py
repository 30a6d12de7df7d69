"""Times of the log in the order of the log: no claimed time can be believed further than machines have signed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.model.log import Entry


def timed(entries: list[Entry]) -> list[Entry]:
    """The same with times in the order of the log, as far as machines have signed it.

    A machine's time is never earlier than one signed before it. A person's is never later than the next one a machine
    signed: who dates ahead would make an approval count for longer than the policy lets any count.
    """
    latest = 0
    for at, entry in enumerate(entries):
        if entry.kind == "machine":
            latest = max(latest, entry.act.at)
            if entry.act.at < latest:
                entries[at] = entry._replace(act=entry.act._replace(at=latest))
    following: int | None = None
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        if entry.kind == "machine":
            following = entry.act.at
        elif following is not None and entry.act.at > following:
            entries[at] = entry._replace(act=entry.act._replace(at=following))
    return entries
