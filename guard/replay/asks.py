"""What somebody at work asked of what lands: in messages, and here; a line that nobody can tell of is open as well."""

from __future__ import annotations

from guard.doors.asked import asked as kept
from guard.model.ask import RULE, asks, holds, lost, sign
from guard.model.doubt import Unasked
from guard.replay.history import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.doors.git.repository import Repository
    from guard.model.ask import Ask
    from guard.model.case import Binding
    from guard.model.plan import Plan
    from guard.model.trigger import Trigger
    from guard.trust import Trusted


ELSEWHERE = Unasked(
    RULE, "what was asked in this work tree (guard ask)", "it is of what ends at HEAD, and this range ends elsewhere"
)


def asked(
    repository: Repository, trigger: Trigger, trusted: Trusted, binding: Binding, said: tuple[list[bytes], bytes | None]
) -> tuple[tuple[Ask, ...], tuple[Unasked, ...]]:
    """What nobody has answered: of these messages, and of this work tree for its index (None) or what ends at its HEAD.

    What was asked here is of the work that is done here. Work that ends elsewhere is not held to it, and that is said.
    """
    messages, at = said
    own = kept(repository.place.git_dir) if at != b"" else ()
    told, plan = asks(messages), binding.plan
    mine = holds(own, plan, binding.phases) if plan is not None else ()  # of a plan that has gone since, none is open
    unasked: tuple[Unasked, ...] = ()
    if at and at != repository.refs.head():
        unasked = (ELSEWHERE,) if mine else ()
        mine = ()
    if plan is not None:
        mine += holds(believed(repository, trigger, trusted, plan, told), plan, binding.phases)
    every = {ask.id: ask for ask in (*mine, *lost(told, trusted.plans))}
    return tuple(every.values()), unasked


def believed(
    repository: Repository, trigger: Trigger, trusted: Trusted, plan: Plan, every: Iterable[Ask]
) -> tuple[Ask, ...]:
    """The same, but for signs under which the trusted branch never had what they are about: those tell nothing.

    A question is answered once what it is about says something else than it did. A commit says itself what it said
    then, and whoever writes another sign into its message would have answered it.
    """
    earlier: tuple[Plan, ...] | None = None
    known: dict[str, frozenset[str]] = {}
    found: list[Ask] = []
    for ask in every:
        if ask.plan != plan.id or not ask.sign or ask.sign == sign(plan, ask.about):
            found.append(ask)
            continue
        if earlier is None:
            earlier = tuple(versions(repository, trigger, trusted.oid, plan)) if trusted.oid else ()
        if ask.about not in known:
            known[ask.about] = frozenset([sign(one, ask.about) for one in earlier])
        found.append(ask if ask.sign in known[ask.about] else ask._replace(sign=""))
    return tuple(found)
