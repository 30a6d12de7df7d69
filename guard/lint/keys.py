"""Keys that stand under several names (G248): whoever holds one is counted, or believed, more than once."""

from __future__ import annotations

from guard.model.draft import Flaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.draft import Draft
    from guard.model.policy import Policy

_TWICE = "one signature would count for both of them, so nobody knows who signed, and one alone is taken for two"
_LIFTED = "what a person has seen would be signed by what runs unattended, and nobody could tell the two apart"
_ALIKE = "nobody could tell whose word it is, and each would be believed in what only the other may say"


def check(draft: Draft) -> Iterator[Flaw]:
    """Of a policy: each name whose key stood under another name before."""
    if draft.plan is not None:
        return
    first: dict[str, tuple[str, str]] = {}
    for kind, name, key in _keys(draft.policy):
        if key not in first:
            first[key] = kind, name
            continue
        other, its = first[key]
        what = f"{_ONE[kind]} {name} has the key of {_ONE[other]} {its}"
        why = _LIFTED if kind != other and "people" in (kind, other) else _TWICE if kind == "people" else _ALIKE
        form = f"{kind}: {{{name}: {{key: ssh-ed25519 AAAA...}}}}"
        yield Flaw("G248", f"/{kind}/{name}/key", what, why, f"make a key of its own for {name}, and write it: {form}")


_ONE = {"people": "person", "machines": "machine", "agents": "agent"}


def _keys(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Every key there is, with the kind and the name it stands under: people first."""
    for kind in _ONE:
        entries = policy.data.get(kind)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            if "key" in entry:
                yield kind, name, entry["key"]
