"""The door to a model: requests out, answers in; the one room that knows the SDK of its maker.

What goes out is exactly the bytes of an inquiry, to one address, with one key; what comes back is bytes or a cause.
"""

from __future__ import annotations

import os

from guard.doors.model.way import Settings, Way, way
from guard.model.inquiry import Miss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from guard.model.inquiry import Inquiry, Reply

    Progress = Callable[[int, int], None]  # answered, of how many

__all__ = ["Settings", "Way", "ask", "way"]


def ask(
    inquiries: Sequence[Inquiry],
    settings: Settings,
    on_progress: Progress = lambda done, of: None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Reply | Miss, ...]:
    """An answer to each, in their order, or why there is none; at the deadline it is over, whatever anybody does."""
    leads = way(settings, environment)
    if isinstance(leads, Miss):
        return tuple([leads._replace(digest=one.digest) for one in inquiries])
    from guard.doors.model.trying import answers

    return answers(inquiries, settings, leads, on_progress)
