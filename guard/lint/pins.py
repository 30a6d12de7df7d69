"""Pins of a policy that no guard can go by (G250): nothing would be judged any more."""

from __future__ import annotations

from guard import __version__
from guard.grammar.pin import SIGNS, satisfies
from guard.model.draft import Flaw
from guard.model.vocabulary import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft

_NONE = "whichever guard is asked answers that it cannot establish anything, so nothing lands any more"
_THIS = "once this has landed, the guard that judges now judges nothing, not even the change that puts it right"


def check(draft: Draft) -> Iterator[Flaw]:
    """Of a policy: a pin that no version meets, or not the one that reads it; a vocabulary it does not speak."""
    yield from _vocabulary(draft)
    pin = draft.policy.guard
    if draft.plan is not None or pin is None or satisfies(__version__, pin):
        return
    major, minor = __version__.split(".")[:2]
    form = f'guard: ">={major}.{minor},<{int(major) + 1}"'
    if not _any(pin):
        yield Flaw("G250", "/guard", f"no version of guard is {pin}", _NONE, f"write versions there are: {form}")
        return
    what = f"the policy asks for guard {pin}, and this is {__version__}"
    mend = f"let another guard judge here first, and until then leave room for this one: {form}"
    yield Flaw("G250", "/guard", what, _THIS, mend)


def _vocabulary(draft: Draft) -> Iterator[Flaw]:
    pinned = draft.policy.data.get("vocabulary")
    if draft.plan is None and pinned not in (None, VERSION):
        what = f"the policy is written in vocabulary {pinned}, and this guard speaks {VERSION}"
        yield Flaw("G250", "/vocabulary", what, _NONE, f"write the one it speaks: vocabulary: {VERSION}")


def _any(pin: str) -> bool:
    """Whether some version meets the pin: it can only change its answer at a version that it names."""
    named = [clause.strip().lstrip("".join(SIGNS)).strip() for clause in pin.split(",")]
    width = max(version.count(".") for version in named)
    behind = [f"{version}{'.0' * (width - version.count('.'))}.1" for version in named]  # right behind each
    return any(satisfies(version, pin) for version in ("0", *named, *behind))
