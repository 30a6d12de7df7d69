"""The page of what rules help with, docs/controls.md, out of guard/model/controls.json.

.venv/bin/python -m tests.controls
"""

from __future__ import annotations

from pathlib import Path

from guard.model.controls import Control, Framework, Table, table
from guard.model.rule import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs/controls.md"
HEAD = """\
# What rules help with

Whoever answers for the security of a house has lists of their own: risks, outcomes, mitigations. This page says which
of them a rule of guard helps with, so that a finding, or an alert made of it, can be filed where somebody looks for it.

**It claims no compliance.** A rule does a part of what a control asks for, in a repository, and says nothing of the
rest. None of the bodies named here has looked at guard. Where nothing fits, nothing is said.

`guard explain G101 --controls` prints what a rule helps with, with titles and versions; `guard explain --controls` all
of it. A finding of `guard check --format json` and of `guard gate --format json` has it under `controls`, SARIF among
the tags of a rule, such as `external/owasp-agentic/ASI02`. A record in the log has none of it: what is said here may be
mended, what was recorded may not. Nothing else prints it.

This page is written by `.venv/bin/python -m tests.controls` out of `guard/model/controls.json`: mend it there.
"""
SURE = """\
## Which versions, and how sure

Ids are those of the versions named here. An id that was not seen in a source is left out, and so is a control of which
only its own authors could say that guard helps with it. Titles in small letters are guard's own words.

Not mapped, for that reason: techniques of ATLAS that are newer than the version named, such as those on the destruction
of data by agents; the threats that MAESTRO lists within its layers, which have no ids; ASI05 to ASI07, the layers of
models, data and frameworks, and most of the AI RMF, which speak of what guard does not look at.
"""


def page() -> str:
    """All of it."""
    known = table()
    parts = [HEAD, SURE, *_versions(known), "", *_frameworks(known), *_rules(known), *_none(known)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _versions(known: Table) -> list[str]:
    rows = [
        f"| `{one.id}` | [{one.title}]({one.url}) | {one.version} | {one.seen} |" for one in known.frameworks.values()
    ]
    return ["| called | framework | version | what was seen of it |", "|---|---|---|---|", *rows]


def _frameworks(known: Table) -> list[str]:
    lines = ["## By framework", ""]
    for framework in known.frameworks.values():
        rows = [f"| {id_} | {title} | {_helping(known, framework, id_)} |" for id_, title in framework.controls.items()]
        lines += [f"### {framework.title}", "", "| control | called | rules |", "|---|---|---|", *rows, ""]
    return lines


def _helping(known: Table, framework: Framework, id_: str) -> str:
    wanted = Control(framework.id, id_, framework.controls[id_])
    return " ".join([_linked(rule) for rule, found in known.controls.items() if wanted in found])


def _linked(rule: str) -> str:
    return f"[{rule}](rules/{rule}.md)"


def _rules(known: Table) -> list[str]:
    rows = [
        f"| {_linked(rule)} | {RULES[rule].title} | {', '.join([f'`{one.name}`' for one in found])} |"
        for rule, found in known.controls.items()
    ]
    return ["## By rule", "", "| rule | title | helps with |", "|---|---|---|", *rows, ""]


def _none(known: Table) -> list[str]:
    lines = ["## Not mapped", ""]
    for why in dict.fromkeys(known.none.values()):
        rules = " ".join([_linked(rule) for rule, said in known.none.items() if said == why])
        lines.append(f"- {why}: {rules}")
    return lines


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
