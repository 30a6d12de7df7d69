"""Secrets that a workflow refers to, by job and key: `secrets.X` in expressions, and handing all of them on."""

from __future__ import annotations

import re

from guard.settings import operation
from guard.settings.yaml_jobs import jobs
from guard.settings.yaml_nodes import fold, get, pairs, scalars, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.document.nodes import Node
    from guard.model.operation import Operation

VIA = "github"
_EXPRESSION = re.compile(r"\$\{\{((?:'[^']*'|[^'}]|\}(?!\}))*)(?:\}\}|\Z)", re.DOTALL)
# A text in quotes is no reference, unless it names the key.
_REFERENCE = re.compile(
    r"(?<![\w.-])secrets(?![\w-])(?:\s*\.\s*(?P<name>[\w-]+)|\s*\[\s*'(?P<key>[^']*)'\s*\])?|'[^']*'", re.IGNORECASE
)
ALL = "*"


def secrets_changed(old: Node | None, new: Node | None, of: str) -> Iterator[Operation]:
    """Which secrets are referred to that were not, and which no longer are."""
    before, after = _references(old), _references(new)
    for job, key in sorted({*before, *after}):
        facts: dict[str, str | bool] = {"job": job, "in": of}
        if (job, key) not in before:
            line = after[job, key]
            yield operation("secret.add", f"secret:{key}", line, VIA, {**facts, "widens": True})
        elif (job, key) not in after:
            yield operation("secret.remove", f"secret:{key}", None, VIA, {**facts, "narrows": True})


def _references(root: Node | None) -> dict[tuple[str, str], int]:
    """The line of each secret, by job and key; "" is the workflow as a whole."""
    found: dict[tuple[str, str], int] = {}
    named = jobs(root)
    others = [node for key, node in pairs(root) if fold(key.text) not in ("jobs", "runs")]
    for job, nodes in (("", others), *[(name, [node]) for name, node in named.items()]):
        for node in nodes:
            for key, line in _below(node):
                found.setdefault((job, key), line)
        if job and fold(text_of(get(named[job], "secrets")) or "") == "inherit":
            found.setdefault((job, ALL), get(named[job], "secrets").line)  # type: ignore[union-attr]
    return found


def _below(node: Node) -> Iterator[tuple[str, int]]:
    for under, scalar in scalars(node):
        if "secrets" not in scalar.text.lower():
            continue
        whole = fold(under) == "if"  # an expression even without its braces
        for text in [scalar.text] if whole else _EXPRESSION.findall(scalar.text):
            for reference in _REFERENCE.finditer(text):
                if not reference.group().startswith("'"):
                    yield (reference["name"] or reference["key"] or ALL).upper(), scalar.line
