"""`guard enroll`: a key for a person, and the line of the policy that lists it."""

from __future__ import annotations

import os
import re

from guard import trust
from guard.acts.words import key_words
from guard.commands import _terminal
from guard.doors.git.repository import Repository
from guard.doors.git.run import usable_git
from guard.doors.signatures import hand, keygen
from guard.errors import GuardError, UsageError
from guard.escape import shell_word, shown
from guard.model.finding import Next, finding
from guard.model.policy import POLICY_FILE
from guard.model.signers import signers_of
from guard.model.trigger import Trigger
from guard.model.verdict import EXIT_CODES, weigh
from guard.report import deliver, refusal, write
from guard.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from guard.trust import Trusted

COMMAND = "guard enroll"
DESCRIPTION = (
    "Make a key for a person, and print the line of the policy that lists it. Without --touch or --pin: a key in a\n"
    "file, kept by a passphrase, so that nothing signs with it unnoticed. --touch: a key on a security key, which\n"
    "says of each signature that it was touched. --pin: one that asks for its PIN as well. Or name a key that is\n"
    "there already, with --key. Whoever owns the policy lands the line: until then the key signs nothing.\n"
)
EPILOG = (
    "examples:\n"
    "  guard enroll dana                               a key with a passphrase, in ~/.ssh/guard-dana\n"
    "  guard enroll dana --touch                       a key on a security key\n"
    "  guard enroll dana --pin --out ~/.ssh/dana-work\n"
    "  guard enroll dana --key ~/.ssh/id_ed25519.pub   one that is there already\n\n"
    "exit codes: 0 the line is printed; 1 refused: the key stands under another name; 2 usage; 3 a person answers\n"
    "here, and nobody can; 5 cannot establish, or no key was made\n"
)
NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
MOST = 6  # teams that are named


def parser() -> Words:
    """The options of `guard enroll`."""
    words = Words(COMMAND, DESCRIPTION, EPILOG)
    words.add_argument("name", metavar="NAME", help="who it is for: lower-case letters, digits and -")
    what = words.add_mutually_exclusive_group()
    what.add_argument("--touch", action="store_true", help="a key on a security key, touched for each signature")
    what.add_argument("--pin", action="store_true", help="the same, and its PIN is asked for as well")
    what.add_argument("--key", metavar="FILE", help="a key that is there already: the file of its public part")
    words.add_argument("--out", metavar="FILE", help="where a new key is kept; else ~/.ssh/guard-NAME")
    words.add_argument("--trust", metavar="DIR", help="the policy from a directory outside the work tree")
    words.add_argument("--trusted", metavar="REF", help="the trusted branch, such as refs/remotes/origin/main")
    words.add_argument("--git", metavar="PATH", help="the git to use, by absolute path")
    return words


def main(words: list[str]) -> int:
    """Make a key, or take the one named, and tell where it is to stand."""
    asked = parser().parse_args(words)
    if not NAME.fullmatch(asked.name):
        raise UsageError(f"'{shown(asked.name)}' is no name: lower-case letters, digits and - ({COMMAND} --help)")
    if asked.key and asked.out:
        raise UsageError(f"--out is where a new key is kept; --key names one that is there ({COMMAND} --help)")
    try:
        trusted = _trusted(asked)
        if asked.name in trusted.policy.agents:
            raise UsageError(f"{asked.name} is an agent, which approves nothing ({COMMAND} --help)")
        if not asked.key and not _terminal.attended():
            return _nobody(asked)
        key = hand.public(asked.key) if asked.key else _new(asked)
        return _listed(asked, trusted, key)
    except GuardError as error:
        return refusal(error, "merge")


def _trusted(asked: argparse.Namespace) -> Trusted:
    git = usable_git(asked.git)
    trigger = Trigger("auto", trust=asked.trust, trusted=asked.trusted, git=git)
    with Repository(git) as repository:
        return trust.counting(repository, trigger)


def _new(asked: argparse.Namespace) -> str:
    """A new key; ssh-keygen asks for its passphrase, its touch, its PIN."""
    kind = "pin" if asked.pin else "touch" if asked.touch else "passphrase"
    path = asked.out or os.path.join(os.path.expanduser(hand.FOLDER), f"guard-{asked.name}")
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
    key = keygen.make(path, kind, asked.name)
    write(
        f"guard: made {shown(os.fsencode(path))}, and {shown(os.fsencode(path))}.pub, which is for everybody to see\n"
    )
    return key


def _listed(asked: argparse.Namespace, trusted: Trusted, key: str) -> int:
    """The line; a key that stands under another name would make two people of one, or one of two."""
    policy = trusted.policy
    others = [name for name in signers_of(policy).names.get(key, ()) if name != asked.name]
    if others:
        what = f"{key_words(key)} stands under {' and '.join(others)} already"
        why = f"with one key under two names nobody can tell who signed, and it counts for neither  ({policy.where})"
        step = Next("you", f"make a key of its own for {asked.name}: {COMMAND} {asked.name}")
        verdict = weigh("merge", (finding("G521", what, why, (step,)),))
        deliver(verdict)
        return verdict.exit_code
    person = policy.people.get(asked.name)
    if person is not None and person.key == key:
        write(f"guard: {asked.name} is listed with this key already  ({policy.where} on {trusted.ref})\n")
        return 0
    write(_line(asked.name, key, trusted))
    return 0


def _line(name: str, key: str, trusted: Trusted) -> str:
    """What is to be written, and who lands it."""
    policy = trusted.policy
    person = policy.people.get(name)
    known = ", ".join(sorted(policy.teams())[:MOST])
    teams = person.teams if person is not None else ()
    place = f"in the place of {name}'s line" if person is not None else "under people:"
    owners = policy.people_for(POLICY_FILE.encode()) if trusted.adopted else ()
    lands = ", ".join([one for one in owners if one != name]) or ("" if owners else "whoever owns this repository")
    step = f"{lands}: asks {name} whether this is the key, and lands the line" if lands else f"{name}: lands the line"
    lines = [f"to be written {place} in {POLICY_FILE}, in a commit of its own, with a higher version:", ""]
    lines += [f"  {name}: {{key: {key}, teams: [{', '.join(teams) or 'TEAM'}]}}", ""]
    lines += [f"TEAM is what {name} speaks for, one of {known}"] if known and not teams else []
    lines += [f"key    {key_words(key)}", f"next   {step}"]
    return "\n".join(lines) + "\n"


def _nobody(asked: argparse.Namespace) -> int:
    """ssh-keygen asks for a passphrase, a touch or a PIN: somebody has to be there."""
    run = f"{COMMAND} {asked.name}" + (" --touch" if asked.touch else " --pin" if asked.pin else "")
    run += f" --out {shell_word(os.fsencode(asked.out))}" if asked.out else ""
    write(
        "guard: a person answers here, and nobody can: no key is made\n"
        "what   ssh-keygen asks for a passphrase, a touch or a PIN, and standard input is no terminal\n"
        f"next   you:   end your turn and tell {asked.name}; you cannot do this part\n"
        f"       {asked.name}: at a terminal: {run}\n"
    )
    return EXIT_CODES["needs-person"]
