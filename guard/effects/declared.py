"""What the documents that count declare about content: patterns, and the columns and tables that come and go."""

from __future__ import annotations

from guard.model.policy import texts
from guard.model.reading import Context, Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from guard.model.plan import Plan
    from guard.trust import Trusted

BESIDE_LANGUAGE = frozenset(("in", "except", "finds"))


def context_of(trusted: Trusted) -> Context:
    """Of the policy and of all plans that stand: a change is read the same whichever of them it is held to."""
    data = trusted.policy.data
    patterns = [_house(name, entry) for name, entry in _mapping(data, "detect").items() if isinstance(entry, dict)]
    for plan in trusted.plans:
        patterns += [
            Pattern(plan.id, site.name, site.language, site.pattern, site.inside, site.beside, site.becomes or "", "")
            for site in plan.sites
        ]
    flags = texts(_mapping(data, "inventories").get("flags"))
    return Context(tuple(patterns), _all(trusted.plans, "creates"), _all(trusted.plans, "drops"), flags)


def dialects_of(trusted: Trusted) -> tuple[tuple[str, str], ...]:
    """Path patterns and the dialect of SQL below them, in the order of the policy."""
    return tuple([(pattern, str(dialect)) for pattern, dialect in _mapping(trusted.policy.data, "dialects").items()])


def _house(name: str, entry: dict[str, object]) -> Pattern:
    language = next(key for key in entry if key not in BESIDE_LANGUAGE)
    within = texts(entry.get("in")) or ("/**",)
    without, finds = texts(entry.get("except")), str(entry.get("finds", ""))
    return Pattern("detect", name, language, str(entry[language]), within, without, "", finds)


def _all(plans: Iterable[Plan], what: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([of for plan in plans for phase in plan.phases for of in getattr(phase, what)]))


def _mapping(data: dict[str, object], key: str) -> dict[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}
