"""The pages that guard ships, read from its own files as schemas are: what a rule means, how to mend a finding."""

from __future__ import annotations

import os

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def page(rule: str) -> str:
    """The text of docs/rules/<id>.md, which an installed guard carries as guard/rules."""
    return shipped("rules", "rules", f"{rule}.md")


def meaning(text: str) -> str:
    """The first paragraph of a page, behind its heading and the line of outcome and door: what is found."""
    return " ".join(text.split("\n\n")[2].split())


def shipped(name: str, kept: str, file: str) -> str:
    """A page of an installed guard, or of a checkout, where the documentation itself stands."""
    folder = os.path.join(PACKAGE, name)
    if not os.path.isdir(folder):
        folder = os.path.join(os.path.dirname(PACKAGE), "docs", kept)
    with open(os.path.join(folder, file), encoding="utf-8") as opened:
        return opened.read()
