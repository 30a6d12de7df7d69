"""What somebody at work asked of what lands: in messages, and here; a line that nobody can tell of is open as well."""

from __future__ import annotations

from guard.doors.asked import asked as kept
from guard.model.ask import asks, holds, lost, sign
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


def asked(
    repository: Repository, trigger: Trigger, trusted: Trusted, binding: Binding, said: tuple[list[bytes], bool]
) -> tuple[Ask, ...]:
    """What nobody has answered, of these messages, and of this work tree where that is meant."""
    messages, here = said
    own, told = kept(repository.place.git_dir) if here else (), asks(messages)
    plan = binding.plan
    held: tuple[Ask, ...] = ()
    if plan is not None:
        held = holds((*believed(repository, trigger, trusted, plan, told), *own), plan, binding.phases)
    every = {ask.id: ask for ask in (*held, *lost((*told, *own), trusted.plans))}
    return tuple(every.values())


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
