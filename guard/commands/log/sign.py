"""`guard log sign`: the job that holds a machine's key looks a record up again, signs it and appends it to the log."""

from __future__ import annotations

from guard.acts import recording
from guard.acts.proposal import namespace, signed_bytes
from guard.acts.words import short
from guard.commands.log._looking import looking, options, read
from guard.doors.log.tips import REMOTES
from guard.doors.signatures import keygen
from guard.errors import UsageError
from guard.escape import shown
from guard.records.order import Order
from guard.records.signing import checked, payload
from guard.report import write
from guard.words import Words, clock, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.commands.log._looking import Looking

COMMAND = "guard log sign"
DESCRIPTION = (
    "Look a record up again (guard log record writes it) and sign it with the key of a machine: which landing it\n"
    "is, where it stands on the trusted branch, under which documents and at which entry of the log it was judged.\n"
    "No file of the change set is opened, so nothing that anybody wrote into one is read where the key is. A landing\n"
    "that is recorded already is not recorded again, and none is passed over: those before it come first.\n"
)
EPILOG = (
    "examples:\n"
    "  guard log sign record.json --as ci --key /run/secrets/guard-ci\n"
    "  guard log sign records/*.json --as ci --key /run/secrets/guard-ci    several, in the order of their names\n\n"
    "exit codes: 0 recorded, now or before; 1 a record that does not fit the branch; 2 usage; 5 cannot establish\n"
)


def parser() -> Words:
    """The options of `guard log sign`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("files", metavar="FILE", nargs="+", help="a record")
    words.add_argument("--as", metavar="MACHINE", dest="name", required=True, help="whose key it is, by the policy")
    words.add_argument("--key", metavar="FILE", required=True, help="the file of its private key")
    options(words)
    return words


def main(words: list[str]) -> int:
    """One after another; the first that cannot be signed ends it."""
    asked = parser().parse_args(words)
    with looking(asked, COMMAND) as here:
        machines = here.branch.trusted.policy.machines
        if asked.name not in machines:
            known = meant(asked.name, machines) or f"; there is {', '.join(machines) or 'none'}"
            raise UsageError(f"the policy lists no machine '{shown(asked.name)}'{known} ({COMMAND} --help)")
        order = Order(here.repository, here.branch)
        for file in asked.files:
            _sign(here, file, order, asked.name, asked.key)
        if here.branch.trusted.ref.startswith(REMOTES):
            write("next   you: guard log sync\n")
    return 0


def _sign(here: Looking, file: str, order: Order, by: str, key: str) -> None:
    text, where = read(file)
    record = checked(here.repository, here.branch, text, where)
    commit = record["judged"]["commit"].encode()
    told = f"guard: {commit[:12].decode()}: {record['outcome']['outcome']}"
    if commit in order.entries:
        write(f"{told}; it is recorded already  (entry {short(order.entries[commit])})\n")
        return
    now = clock()
    order.fits(record, now, where)
    data = payload(record, text, here.branch.trusted.oid, by, now)
    signature = keygen.sign(key, namespace(data), signed_bytes(data), quiet=True)
    entry = recording.record(here.repository, here.branch.trusted, data, signature, text)
    order.signed(record, entry)
    write(f"{told}; recorded by {by}  (entry {short(entry.id)})\n")
