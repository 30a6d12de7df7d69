"""One comment below a pull request, edited in place: what the check says, where people look.

It is found by a mark and by its author, who must be who the token is: a mark anybody can write, and an edit of what
somebody else wrote would leave guard's words in their hands.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from guard_hooks.forge import Desk

    Done = Literal["written", "edited", "as it was"]

MARK = "<!-- guard: one comment, edited in place -->"


def put(desk: Desk, number: int, text: str) -> Done:
    """Below this pull request stands one comment of ours, and it says this. Of several own ones the oldest stays."""
    body = f"{MARK}\n{text}"
    us = desk.viewer()
    own = [one for one in desk.comments(number) if one.author == us and one.text.startswith(MARK)]
    for late in own[1:]:  # two jobs at a time wrote one each
        desk.remove(number, late.id)
    if not own:
        desk.write(number, body)
        return "written"
    if _plain(own[0].text) == _plain(body):
        return "as it was"
    desk.write(number, body, own[0].id)
    return "edited"


def _plain(text: str) -> list[str]:
    """Forges keep other ends of lines than they were given."""
    return [line.rstrip() for line in text.strip().splitlines()]
