"""Words that speak to whoever checks a text, not to whoever carries it out: orders, verdicts, replies, marks of a chat.

Written for text in plain lower case (guard.prose.spoken.disguise). Every gap is bounded, so that the work grows with
the text and no faster. What people say of reviewers, models and approvals in a plan is not meant: it gives no order
to the reader, or the order is about something else than the text and the findings on it.
"""

from __future__ import annotations

import re

from guard.prose.cued import Cued, OneOf
from guard.prose.spoken.favours import FAVOURS
from guard.prose.spoken.marks import CLOSE, HIDDEN, MARKERS, SPEAKERS
from guard.prose.spoken.orders import ORDERS
from guard.prose.spoken.pleas import PLEAS
from guard.prose.spoken.readers import TO_A_READER
from guard.prose.spoken.tongues import TONGUES


def _one(*patterns: str) -> OneOf:
    return OneOf([Cued(pattern, re.M) for pattern in patterns])


SPOKEN = _one(*ORDERS, *TO_A_READER, *MARKERS, *PLEAS, *FAVOURS, CLOSE)
HEADED = _one(SPEAKERS)
WHISPERED = _one(*HIDDEN)

__all__ = ["HEADED", "SPOKEN", "TONGUES", "WHISPERED"]
