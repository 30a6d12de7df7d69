"""Asking as a policy says: its model, through its door, within its bounds."""

from __future__ import annotations

import time

from guard.doors.model import Settings, ask
from guard.model.inquiry import Miss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guard.model.inquiry import Inquiry, Reply
    from guard.model.model_use import ModelUse
    from guard.opinions.reading import Ask


def settings(use: ModelUse, secret: bytes) -> Settings:
    """What a policy says, as the door takes it."""
    return Settings(through=use.through, hosts=use.hosts, region=use.region, deadline=float(use.deadline), seed=secret)


def asker(told: Settings, on_progress: Callable[[int, int], None] = lambda done, of: None) -> Ask:
    """Asks the model; all that one reading asks, once and again, has one deadline, which begins with the first."""
    over: list[float] = []

    def asked(inquiries: Sequence[Inquiry]) -> Sequence[Reply | Miss]:
        now = time.monotonic()
        if not over:
            over.append(now + told.deadline)
        if now >= over[0]:
            return [Miss("timeout", "", one.digest) for one in inquiries]
        return ask(inquiries, told._replace(deadline=over[0] - now), on_progress)

    return asked
