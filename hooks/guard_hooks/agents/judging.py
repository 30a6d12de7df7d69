"""A call of an agent judged: the same documents, detectors and checks as a commit, before anything is written.

Only here does guard know that an agent acts. So there is one rule more than at the commit: what is not routine needs a
phase that is taken up. What nobody can judge is never let through unsaid: it is asked of a person, or refused.
"""

from __future__ import annotations

import os

from guard import trust
from guard.doors import cache
from guard.errors import GuardError
from guard.escape import shown
from guard.model.trigger import Trigger
from guard_hooks.agents import session
from guard_hooks.agents.call import Decision, Edit
from guard_hooks.agents.paths import physical
from guard_hooks.agents.place import around
from guard_hooks.agents.proposed import Proposed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.trust import Trusted
    from guard_hooks.agents.call import Call
    from guard_hooks.agents.door import OnError
    from guard_hooks.agents.place import Ground
    from guard_hooks.agents.shell import Written

ALLOW = Decision("allow")
MOST = 5_000  # files of one call
MANY = "it names more files than guard judges at once"


def judged(call: Call, on_error: OnError, git: str | None = None) -> Decision:
    """What is said to it. Outside of repositories that have a policy guard says nothing."""
    if call.event == "read":
        return ALLOW
    if call.event == "end":
        from guard_hooks.agents.ending import ended

        return ended(call, git)
    if len(call.edits) > MOST:  # a harness that waits too long for an answer goes on without one
        call = call._replace(edits=(), unread=call.unread or MANY)
    written = _written(call) if call.event in ("shell", "other") and call.command else None
    asked = call.edits if written is None else (*call.edits, *_edits(call.folder, written)), written
    grounds = _grounds(call, asked[0], git)
    decision = _first(grounds, call, asked, on_error)
    if decision is None:
        decision = _elsewhere(grounds, call, asked, on_error, git)
    if decision is not None and written is not None and decision.kind != "deny" and written.moves:
        decision = _beside(grounds[:1], call, written, on_error) or decision
    if decision is not None:
        return decision
    told = bool(grounds) and call.event == "start"
    return Decision("allow", context="guard: not adopted here; nothing is held to a plan" if told else "")


def _first(grounds: list[Ground], call: Call, asked: Asked, on_error: OnError) -> Decision | None:
    """What the first work tree says that is held to something; it goes into its record."""
    for ground in grounds:
        decision = _here(ground, call, asked, on_error)
        if decision is not None:
            return decision if call.event == "start" else _recorded(ground, call, asked[0], decision)
    return None


def _elsewhere(grounds: list[Ground], call: Call, asked: Asked, on_error: OnError, git: str | None) -> Decision | None:
    """Outside of repositories nothing is held to anything; what a command reaches into is."""
    from guard_hooks.agents.elsewhere import covered, guessed, named, whole
    from guard_hooks.agents.watched import beyond

    edits, written = asked
    if written is not None and any([one.path.endswith("/") for one in edits]):
        stop = whole(
            call, edits, written, lambda at, some: _first([at._replace(git=git)], call, (some, written), on_error)
        )
        if stop is not None:
            return stop
    told = [around(folder) for folder in (named(call, written) if written is not None else ())]
    found = [ground._replace(git=git) for ground in told if ground is not None]
    more = dict.fromkeys([*found, *covered([*grounds, *found])])
    decision = _first([ground for ground in more if ground not in grounds], call, asked, on_error)
    if written is not None and (decision is None or decision.kind == "allow"):
        decision = guessed(call, written, lambda at: _first([at._replace(git=git)], call, asked, on_error)) or decision
    return decision or beyond(call, edits, written, on_error)


def _beside(grounds: list[Ground], call: Call, written: Written, on_error: OnError) -> Decision | None:
    """What another repository refuses, or asks, of what git does to its branches; None where it minds nothing."""
    from guard_hooks.agents.landings import others

    found = [ground._replace(git=one.git) for one in grounds for ground in others(one, call, written.moves)]
    moves = type(written)(moves=written.moves)
    told = [_first([ground], call, ((), moves), on_error) for ground in found]
    return next((one for one in told if one is not None and one.kind != "allow"), None)


def _recorded(ground: Ground, call: Call, edits: tuple[Edit, ...], decision: Decision) -> Decision:
    """The same, with a line of it in the record of the session; where that cannot be written, it is said."""
    why = session.append(ground.git_dir, call, edits, decision)
    if not why:
        return decision
    told = f"guard: this answer is not recorded: {why}"
    if decision.kind == "allow":
        return decision._replace(context=f"{decision.context}\n{told}".lstrip())
    alone = f"{decision.alone}\n\n{told}" if decision.alone else ""
    return decision._replace(words=f"{decision.words}\n\n{told}", alone=alone)


def _written(call: Call) -> Written:
    from guard_hooks.agents.shell import writes
    from guard_hooks.agents.standing import Standing

    standing = Standing(call.folder)
    return writes(call.command, standing.folder, standing)


def _edits(folder: str, written: Written) -> tuple[Edit, ...]:
    """What a command writes, as edits of which nobody tells the content."""
    links, modes, found = dict(written.links), dict(written.modes), list[Edit]()
    for path in written.paths:
        if path in links:
            found.append(Edit(path, links[path].encode("utf-8", "replace") or None, becomes="link"))
        else:
            same = path in modes and path not in written.texts
            found.append(Edit(path, None, path in written.deletes, modes.get(path, ""), same))
    if written.picks:
        from guard_hooks.agents.picked import narrowed

        return narrowed(folder, tuple(found), written)
    return tuple(found)


def _grounds(call: Call, edits: tuple[Edit, ...], git: str | None) -> list[Ground]:
    """The work trees it may concern: the one it is done in, and those it reaches into."""
    folders = [
        call.folder,
        *[os.path.dirname(physical(call.folder, one.path)) for one in edits if "\0" not in one.path],
    ]
    found = [around(folder) for folder in dict.fromkeys(folders) if folder]
    return list(dict.fromkeys([ground._replace(git=git) for ground in found if ground is not None]))


Asked = tuple[tuple[Edit, ...], "Written | None"]


def _here(ground: Ground, call: Call, asked: Asked, on_error: OnError) -> Decision | None:
    """The decision in one work tree; None where nothing is held to anything there."""
    shadow = False
    try:
        trigger = Trigger("staged", cache=cache.allowed())
        with Proposed(ground, hint=trigger.cache) as repository:
            trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
            if not trusted.adopted and repository.doubted():  # a hint never says so: where it was not, nothing was kept
                trusted = trust.read(repository, trigger, *trust.trusted_commit(repository, trigger))
            if not trusted.adopted:
                repository.forget()  # nothing is left behind where nobody asked for guard
                return None
            shadow = trusted.policy.shadow
            decision = _decided(repository, ground, trusted, call, asked)
            trust.keep(repository, trusted)
    except GuardError as error:
        from guard_hooks.agents.failing import failed

        found = failed(ground, error, call, asked[1], on_error)
        if found is None:
            return None
        decision = found
    if shadow and call.event != "start" and (decision.kind != "allow" or decision.rule):
        from guard_hooks.agents.shadow import shadowed

        return shadowed(ground, call, asked[0], decision)
    return decision


def _decided(repository: Proposed, ground: Ground, trusted: Trusted, call: Call, asked: Asked) -> Decision:
    if call.event == "start":
        return Decision("allow", context=_standing(ground, trusted))
    if call.event == "other":
        from guard_hooks.agents.reading import held

        found = held(trusted, call)
        if isinstance(found, Decision):
            return found
        call = found
    edits, written = asked
    stop = _by_git(repository, ground, trusted, call, written) if written is not None else ""
    if isinstance(stop, Decision):
        return stop
    if edits:
        from guard_hooks.agents.work import of_edits

        decision = of_edits(repository, ground, trusted, call.folder, edits, written)
        if decision.kind == "deny":
            return decision
    else:
        decision = ALLOW
    told = written.unread if written is not None else ()
    unread = [call.unread] if call.unread else [why for why in (*told, stop) if why]
    if unread and written is not None and written.lifts:
        from guard_hooks.agents.unseen import as_git_has

        lifted = as_git_has(repository, ground, trusted, written, call.folder)
        unread = [why for why in unread if why not in lifted]
    if written is not None and written.uses:
        from guard_hooks.agents.scratch import RUNS, used

        if used(ground, call, written.uses):
            unread.append(RUNS)
    if not unread:
        return decision
    from guard_hooks.agents.questions import unreadable

    return unreadable(call, unread, decision, ground, trusted)


def _by_git(repository: Proposed, ground: Ground, trusted: Trusted, call: Call, written: Written) -> Decision | str:
    """What git is not let do at all; or what nobody can tell of it."""
    stop: Decision | str = ""
    if written.moves:
        from guard_hooks.agents.landings import moved

        stop = moved(repository, ground, trusted, call, written.moves)
    if written.git and (not isinstance(stop, Decision) or set(written.git) != {"it moves a branch by hand"}):
        from guard_hooks.agents.rounds import goes_round

        return goes_round(written)
    return stop


def _standing(ground: Ground, trusted: Trusted) -> str:
    """One line, as a session begins."""
    from guard.doors.taken import taken

    held = next(iter(taken(ground.git_dir)), None)
    words, more = "nothing is taken up", "guard next"
    if held is not None:
        from guard_hooks.agents.openness import closed

        shut = closed(ground, trusted, f"{held.plan}/{held.phase}") is not None  # asked now, so no edit waits for it
        words = f"taken up is {shown(held.words())}" + (", which is not open" if shut else "")
        if held.plan in [plan.id for plan in trusted.plans]:  # a name that somebody else wrote there is no command
            more = f"guard next {held.plan} --format agent"
    if trusted.policy.shadow:
        noted = f"what the plans on {trusted.ref} do not cover is noted"
        return f"guard: shadow mode, so nothing is stopped here, and {noted}; {words}; where they stand: {more}"
    return f"guard: edits here are held to the plans on {trusted.ref}; {words}; what may be done now: {more}"
