"""`guard plan`: what is written down before anything changes; looked at, drawn, begun."""

from __future__ import annotations

import importlib

from guard.errors import UsageError
from guard.escape import shown
from guard.words import meant, teach

WORDS = {  # word -> "module:function", loaded when it is used
    "new": "guard.commands.plan.new:main",
    "lint": "guard.commands.plan.lint:main",
    "graph": "guard.commands.plan.graph:main",
    "show": "guard.commands.plan.show:main",
    "status": "guard.commands.plan.status:main",
    "inventory": "guard.commands.plan.inventory:main",
    "show-request": "guard.commands.plan.show_request:main",
    "read": "guard.commands.plan.read:main",
    "answer": "guard.commands.plan.answer:main",
}
HELP = """\
usage: guard plan {new,lint,graph,show,status,inventory,show-request,read,answer} ...

A plan says what one migration may touch and do, in which order, and where a person must say yes.
It stands in .guard/plans/NAME.yaml, its story beside it in NAME.md.

  guard plan new NAME --from TEMPLATE   begin one: its phases in order, the places to fill in marked
  guard plan lint [NAME ...]            what is wrong with it, or unsafe in it, and the safe form of each
  guard plan graph NAME                 its phases in order: what each waits for, and where it stops
  guard plan show [NAME]                its digests, which approvals sign, and what they are taken of
  guard plan status [PLAN ...]          where it stands on the trusted branch: what landed, what waits, and for whom
  guard plan inventory                  what the tree knows by name: paths, symbols, tables, flags, and so on
  guard plan show-request NAME          the exact bytes that a model would be sent, and what it would cost
  guard plan read NAME                  a model reads it and lists doubts; nothing is sent before you say yes
  guard plan answer NAME A1="..."       what settles an assumption, in a person's words, written into the plan

All but status and inventory read the files as they stand here. What counts is what stands on the trusted branch:
guard check.
guard plan WORD --help tells more, exit codes included.
"""


def main(words: list[str]) -> int:
    """One of the words above."""
    if not words or words[0] in ("-h", "--help", "help"):
        teach(HELP)
        return 0 if words else 2
    if words[0] not in WORDS:
        raise UsageError(f"guard plan has no word '{shown(words[0])}'{meant(words[0], WORDS)} (guard plan --help)")
    module, _, function = WORDS[words[0]].partition(":")
    code: int = getattr(importlib.import_module(module), function)(words[1:])
    return code
