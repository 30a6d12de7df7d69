"""What a block of Terraform gives to whom, compared field by field: lists, policies, members, rules."""

from __future__ import annotations

from guard.settings.hcl_policies import NONE, UNKNOWN, Effect, compared, from_blocks, statements
from guard.settings.hcl_values import Opaque, body, canonical, value
from guard.settings.yaml_rbac import Rule
from guard.settings.yaml_rbac import compared as rules_compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guard.settings.hcl import Attribute, Block, Token

    Known = Mapping[str, tuple[Token, ...]]

_GIVES = """
    members actions data_actions permissions managed_policy_arns policy_arns roles users groups owners identifiers
    included_permissions verbs resources api_groups subjects role_ids audiences client_id_list thumbprint_list
    key_permissions secret_permissions certificate_permissions storage_permissions capabilities
"""
_NAMES = """
    role member policy_arn principal_id principal_type role_definition_name role_definition_id scope user group
    service_account_id project folder org_id bucket secret_id name target_id statement_id principal action source_arn
    resource_id application_id function_name key_id source_account subject issuer object_id tenant_id kind namespace
"""
# Lists of which each item lets more; and those of which each item takes something away.
GIVES = frozenset(_GIVES.split())
TAKES = frozenset(("not_actions", "not_data_actions", "not_resources", "excluded_permissions", "exempted_members"))
# Documents that say who may do what.
POLICIES = frozenset(("policy", "assume_role_policy", "policy_data", "access_policy", "access_policies", "key_policy"))
# One of these names who, what or where: another one gives it there and takes it away here.
NAMES = frozenset(_NAMES.split())
# One of these holds back what others give.
LIMITS = frozenset(("permissions_boundary", "condition", "mfa_delete"))
# These say nothing about who may do what.
_SILENT = "tags labels description display_name path title depends_on timeouts stage lifecycle id sid provider"
SILENT = frozenset(_SILENT.split())
_RULE = ("verbs", "api_groups", "resources", "resource_names", "non_resource_urls")


def rights_changed(old: Block | None, new: Block | None, known_before: Known, known_after: Known) -> Effect:
    """The effect of a block that came, went or changed."""
    names = dict.fromkeys([one.name for block in (old, new) if block for one in block.attributes])
    effect = NONE
    for name in names:
        before, after = (old.get(name) if old else None), (new.get(name) if new else None)
        effect = effect.plus(_field(name, before, after, known_before, known_after))
    kinds = dict.fromkeys([inner.type for block in (old, new) if block for inner in block.blocks])
    for kind in kinds:
        before_, after_ = (old.of(kind) if old else ()), (new.of(kind) if new else ())
        effect = effect.plus(_inner(kind, before_, after_, known_before, known_after))
    return effect


def _field(name: str, old: Attribute | None, new: Attribute | None, before: Known, after: Known) -> Effect:
    was = value(old.tokens, before) if old else None
    now = value(new.tokens, after) if new else None
    if was == now or name in SILENT:
        return NONE
    if name in GIVES or name in TAKES:
        effect = _lists(was, now)
        return effect if name in GIVES else Effect(effect.narrower, effect.wider, effect.unknown)
    if name in POLICIES:
        said = [() if one is None else statements(one) for one in (was, now)]
        return UNKNOWN if said[0] is None or said[1] is None else compared(said[0], said[1])
    if name in LIMITS:
        return Effect(wider=was is not None, narrower=now is not None)
    if name in NAMES:
        return Effect(now is not None, was is not None, False, _word(now), _word(was))
    return UNKNOWN


def values_changed(old: tuple[Token, ...] | None, new: tuple[Token, ...] | None, before: Known, after: Known) -> Effect:
    """The effect of a value that stands for who or what: of a list by its items, of anything else not known."""
    was, now = (value(old, before) if old else None), (value(new, after) if new else None)
    return _lists(was, now) if isinstance(was, list) or isinstance(now, list) else UNKNOWN


def _word(found: object) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else (found.text,) if isinstance(found, Opaque) else ()


def _lists(old: object, new: object) -> Effect:
    """More in a list lets more. An expression is the same only as itself."""
    sets = []
    for found in (old, new):
        listed = found if isinstance(found, list) else [] if found is None else [found]
        if isinstance(found, Opaque) or any([not isinstance(one, (str, Opaque)) for one in listed]):
            return UNKNOWN
        sets.append({_plain(one) for one in listed})
    came, gone = sorted(sets[1] - sets[0]), sorted(sets[0] - sets[1])
    return Effect(bool(came), bool(gone), False, tuple(came), tuple(gone))


def _inner(kind: str, old: tuple[Block, ...], new: tuple[Block, ...], before: Known, after: Known) -> Effect:
    if [body(block) for block in old] == [body(block) for block in new] and before == after:
        return NONE
    if kind == "statement":
        was, now = from_blocks(old, before), from_blocks(new, after)
        return UNKNOWN if was is None or now is None else compared(was, now)
    if kind == "rule":
        rules = rules_compared(_rules(old, before), _rules(new, after))
        return Effect(bool(rules.added), bool(rules.removed), False, *[(w,) if w else () for w in rules])
    if kind in SILENT:
        return NONE
    shared = {body(block) for block in old} & {body(block) for block in new} if before == after else set()
    left = [block for block in old if body(block) not in shared]
    right = [block for block in new if body(block) not in shared]
    effect = NONE
    if kind in LIMITS:
        return Effect(wider=bool(left), narrower=bool(right))
    for index in range(max(len(left), len(right))):
        was_ = left[index] if index < len(left) else None
        now_ = right[index] if index < len(right) else None
        effect = effect.plus(rights_changed(was_, now_, before, after))
        effect = effect.plus(Effect(wider=was_ is None, narrower=now_ is None))
    return effect.plus(UNKNOWN) if kind == "dynamic" and effect != NONE else effect


def _rules(blocks: tuple[Block, ...], known: Known) -> tuple[Rule, ...]:
    found = []
    for block in blocks:
        lists = []
        for name in _RULE:
            attribute = block.get(name)
            listed = value(attribute.tokens, known) if attribute else []
            items = listed if isinstance(listed, list) else [listed]
            lists.append(frozenset([_plain(one) for one in items]))
        found.append(Rule(*lists))
    return tuple(found)


def _plain(found: object) -> str:
    return found if isinstance(found, str) else f"${{{found.text}}}" if isinstance(found, Opaque) else repr(found)


def differing(old: Block | None, new: Block | None) -> tuple[str, ...]:
    """The names of what differs in two blocks; never the values."""
    names = []
    fields = [{one.name: canonical(one.tokens) for one in block.attributes} if block else {} for block in (old, new)]
    names += [name for name in {**fields[0], **fields[1]} if fields[0].get(name) != fields[1].get(name)]
    kinds = dict.fromkeys([inner.type for block in (old, new) if block for inner in block.blocks])
    for kind in kinds:
        both = [[(inner.labels, body(inner)) for inner in block.of(kind)] if block else [] for block in (old, new)]
        if both[0] != both[1]:
            names.append(kind)
    return tuple(names)
