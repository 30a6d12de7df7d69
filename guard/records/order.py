"""In which order records are signed: each landing after those before it, none passed over, and at a time that fits.

Where the key is, nobody can know when a record was judged; but the log and the landing say what came before, and the
clock of this machine what comes after. At any other time an approval could count that was over when it landed. What a
committer says of the time is believed only where it takes something away.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

from guard.doors.git.history import read_commits
from guard.errors import GuardError
from guard.model.persons import by_machine
from guard.records.branch import missing
from guard.records.signing import unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.doors.git.repository import Repository
    from guard.model.log import Entry
    from guard.records.branch import Branch
    from guard.records.judging import Record

APART = 60  # seconds that the clocks of two machines may differ by
ALL = "write one of every landing that has none, and sign them in their order: guard log record --all -o FOLDER"


class Order:
    """What was recorded when a job began, and what it has signed since."""

    def __init__(self, repository: Repository, branch: Branch) -> None:
        self._repository, self._branch = repository, branch
        self._open = missing(repository, branch)
        self._newest = 0  # the time of the newest record of this job
        self.entries = {commit: entry.id for commit, entry in branch.recorded().items()}

    def fits(self, record: Record, clock: int, where: str) -> None:
        """It is its turn, and its time is one that it can have been judged at; what is recorded is not asked."""
        commit, now = record["judged"]["commit"].encode(), record["now"]
        place = self._branch.places[commit]
        gap = [one for one in self._open if self._branch.places[one] < place and one not in self.entries]
        if gap:
            what = f"a landing before this one is not recorded: {gap[0][:12].decode()}"
            raise GuardError("G507", f"{what}, and {len(gap) - 1:,} more" if gap[1:] else what, where, ALL)
        if now > clock + APART:
            raise unfit(f"it was judged at {_said(now)}, and here it is {_said(clock)}", where)
        landed = next(read_commits(self._repository.objects, [commit])).at
        earliest = max(self._newest, self._signed(record), self._before(place, where), landed if landed <= clock else 0)
        if now < earliest - APART:
            raise unfit(f"it was judged at {_said(now)}, and what it rests on is of {_said(earliest)}", where)

    def signed(self, record: Record, entry: Entry) -> None:
        """It is in the log now."""
        self.entries[record["judged"]["commit"].encode()] = entry.id
        self._newest = max(self._newest, record["now"])

    def _signed(self, record: Record) -> int:
        """When a machine last signed anything in the log that it was judged at: people choose the times they say."""
        count = self._branch.count(record["log"]["tip"].encode())
        there = {link.commit for link in self._branch.chain[:count]}
        policy = self._branch.trusted.policy
        times = [one.act.at for one in self._branch.log.entries if one.commit in there and by_machine(one, policy)]
        return max(times, default=0)

    def _before(self, place: int, where: str) -> int:
        """When the nearest landing before it was judged, as its record says; 0 where none of them has one."""
        places = self._branch.places
        earlier = [
            (places[act.commit], entry.commit) for entry, act in self._branch.acts() if places[act.commit] < place
        ]
        if not earlier:
            return 0
        _, commit = max(earlier)
        link = next(link for link in self._branch.chain if link.commit == commit)
        text = self._repository.objects.content(link.record, b"blob")
        if f"sha256:{sha256(text).hexdigest()}" != json.loads(link.payload)["record"]:
            raise unfit("the record before it in the log is not the one that was signed", where)
        now: int = json.loads(text)["now"]
        return now


def _said(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
