"""Objects of Kubernetes that give rights, found in manifests and compared by their effect."""

from __future__ import annotations

from collections import Counter

from guard.settings import operation, yaml_accounts
from guard.settings.yaml_nodes import canonical, get, items, pairs, scalars, text_of, texts
from guard.settings.yaml_rbac import Rule, compared
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from guard.document.nodes import Document, Node
    from guard.model.operation import Operation

    Facts = dict[str, str | bool]

ID = "identity.rbac"
VIA = "kubernetes"
ROLES = frozenset(("Role", "ClusterRole"))
BINDINGS = frozenset(("RoleBinding", "ClusterRoleBinding"))
ACCOUNT = "ServiceAccount"
_AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-"
# Annotations by which an account acts as one of a cloud.
_CLOUD = ("eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/")
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")
_SPEAKS = ("Role", "erviceAccount", "verbs", "roleRef", "/rules", "/subjects")


class Manifest(NamedTuple):
    """One object as it stands in a file."""

    kind: str
    namespace: str
    name: str
    node: Node

    def operation(self, line: int | None, facts: Facts) -> Operation:
        return operation(ID, f"rbac:{self.kind}/{self.name}", line, VIA, {"namespace": self.namespace, **facts})


def manifests(documents: tuple[Document, ...]) -> dict[tuple[str, ...], Manifest]:
    """The objects by what names them; those in a list too. One that stands twice is told apart by its count."""
    found: dict[tuple[str, ...], Manifest] = {}
    times = Counter[tuple[str, ...]]()
    for document in documents:
        kind = text_of(get(document.root, "kind")) or ""
        for node in _listed(document.root) if kind.endswith("List") else (document.root,):
            metadata = get(node, "metadata")
            # a list of one kind need not say the kind of its items
            of = text_of(get(node, "kind")) or kind.removesuffix("List")
            name = text_of(get(metadata, "name")) or text_of(get(metadata, "generatename")) or ""
            manifest = Manifest(of, text_of(get(metadata, "namespace")) or "", name, node)
            times[manifest[:3]] += 1
            found[(*manifest[:3], str(times[manifest[:3]]))] = manifest
    return found


def _listed(root: Node) -> tuple[Node, ...]:
    """The items of a list, and what is left of it: that counts too when all of a change is to be told."""
    left = tuple([pair for pair in pairs(root) if pair[0].text != "items"])
    bare: Node = root._replace(pairs=left)  # type: ignore[call-arg]  # only a mapping has a kind
    return (*items(get(root, "items")), bare)


def rbac_changed(old: Manifest | None, new: Manifest | None) -> tuple[list[Operation], bool]:
    """What the change of one object lets do, and whether something of it is not told by that."""
    one = new or old
    assert one is not None
    before, after = (old.node if old else None), (new.node if new else None)
    kind = one.kind
    told: list[Operation] = []
    line = new.node.line if new else None
    mapped = yaml_accounts.is_map(kind, one.name, before, after)
    compare = yaml_accounts.compared if mapped else _comparison(kind, before, after)
    if compare is None:
        told = _elsewhere(one, before, after, line)
        return told, True
    facts, parts = compare(before, after)
    if not facts and canonical(get(before, "spec")) != canonical(get(after, "spec")):
        facts = {"widens": "unknown"}  # a kind of the same name in another group
    if old is None or new is None:
        change = "add" if old is None else "remove"
        return [one.operation(line, {**facts, "change": change})], False
    if facts:
        told = [one.operation(line, {**facts, "change": "modify"})]
    return told, _rest(before, parts) != _rest(after, parts)


def _comparison(
    kind: str, old: Node | None, new: Node | None
) -> Callable[[Node | None, Node | None], tuple[Facts, frozenset[str]]] | None:
    """How objects of a kind compare. A kind to be filled in is taken for what its fields make of it."""
    open_kind = "$" in kind or not kind
    if kind in ROLES or (open_kind and any([get(node, "rules") is not None for node in (old, new)])):
        return _roles
    if kind in BINDINGS or (open_kind and any([get(node, "roleref") is not None for node in (old, new)])):
        return _bindings
    return _accounts if kind == ACCOUNT else None


def _roles(old: Node | None, new: Node | None) -> tuple[Facts, frozenset[str]]:
    difference = compared(_rules(old), _rules(new))
    joined = [(_joins(node), canonical(get(node, "aggregationrule"))) for node in (old, new)]
    (in_before, by_before), (in_after, by_after) = joined
    aggregate = " ".join(sorted(in_before ^ in_after)) or ("rule" if by_before != by_after else "")
    wider = difference.added or in_after - in_before or (by_before != by_after and get(new, "aggregationrule"))
    narrower = difference.removed or in_before - in_after or (by_before != by_after and get(old, "aggregationrule"))
    facts: Facts = {"added": difference.added, "removed": difference.removed, "aggregate": aggregate}
    return _filled({**facts, "widens": bool(wider), "narrows": bool(narrower)}), frozenset(("rules", "aggregationrule"))


def _rules(role: Node | None) -> tuple[Rule, ...]:
    found = []
    for rule in items(get(role, "rules")):
        keys = ("verbs", "apigroups", "resources", "resourcenames", "nonresourceurls")
        verbs, groups, resources, names, urls = [frozenset(texts(get(rule, key))) for key in keys]
        found.append(Rule(verbs, groups, resources, names, urls))
    return tuple(found)


def _joins(role: Node | None) -> frozenset[str]:
    """The roles that take this one in, by its labels."""
    labels = pairs(get(get(role, "metadata"), "labels"))
    return frozenset([key.text for key, value in labels if _AGGREGATE in key.text and text_of(value) == "true"])


def _bindings(old: Node | None, new: Node | None) -> tuple[Facts, frozenset[str]]:
    before, after = _subjects(old), _subjects(new)
    was, now = _role_of(old), _role_of(new)
    facts: Facts = {
        "added": ", ".join(sorted(after - before)),
        "removed": ", ".join(sorted(before - after)),
        "widens": bool(after - before) or (was != now and bool(after)),
        "narrows": bool(before - after) or (was != now and bool(before)),
    }
    if was != now:
        facts |= {"from": was, "to": now}
    else:
        facts |= {"role": now if facts["widens"] or facts["narrows"] else ""}
    return _filled(facts), frozenset(("subjects", "roleref"))


def _subjects(binding: Node | None) -> frozenset[str]:
    found = []
    for subject in items(get(binding, "subjects")):
        parts = [text_of(get(subject, key)) or "" for key in ("kind", "namespace", "name")]
        found.append("/".join([part for part in parts if part]))
    return frozenset(found)


def _role_of(binding: Node | None) -> str:
    role = get(binding, "roleref")
    return "/".join([part for part in (text_of(get(role, "kind")), text_of(get(role, "name"))) if part])


def _accounts(old: Node | None, new: Node | None) -> tuple[Facts, frozenset[str]]:
    facts = _token(old, new, "automountserviceaccounttoken")
    listed = [
        frozenset([canonical(item) for key in ("secrets", "imagepullsecrets") for item in items(get(node, key))])
        for node in (old, new)
    ]
    acts = [_cloud(node) for node in (old, new)]
    wider = bool(listed[1] - listed[0] or acts[1] - acts[0])
    narrower = bool(listed[0] - listed[1] or acts[0] - acts[1])
    if acts[0] != acts[1]:
        facts |= {"from": _named(acts[0] - acts[1]), "to": _named(acts[1] - acts[0])}
    facts |= {"secrets": listed[0] != listed[1]}
    facts = {**facts, "widens": wider or facts.get("widens", False), "narrows": narrower or facts.get("narrows", False)}
    return _filled(facts), frozenset(("secrets", "imagepullsecrets", "automountserviceaccounttoken"))


def _cloud(account: Node | None) -> frozenset[tuple[str, str]]:
    annotations = pairs(get(get(account, "metadata"), "annotations"))
    return frozenset([(key.text, text_of(value) or "") for key, value in annotations if key.text.startswith(_CLOUD)])


def _named(acts: frozenset[tuple[str, str]]) -> str:
    return ", ".join([value for _, value in sorted(acts)])


def _token(old: Node | None, new: Node | None, key: str) -> Facts:
    """Whether pods get the token of the account without asking; they do where nothing is said."""
    if old is None or new is None:
        return {}
    before, after = [canonical(get(node, key)) != ("word", "false") for node in (old, new)]
    return {"automount": before != after, "widens": after and not before, "narrows": before and not after}


def _elsewhere(one: Manifest, old: Node | None, new: Node | None, line: int | None) -> list[Operation]:
    """Which account a workload runs as; and patches in a text, which are no manifests yet."""
    (was, before), (now, after) = [_runs_as(node) for node in (old, new)]
    if (was, before) != (now, after):
        facts: Facts = {"from": was, "to": now} if was != now else {"automount": True}
        facts["widens"] = (was != now and now != "default") or (after and not before)
        facts["narrows"] = (was != now and was != "default") or (before and not after)
        return [one.operation(line, facts)]
    patches = [
        [scalar.text for key in _PATCHES for _, scalar in scalars(get(node, key.lower())) if _speaks(scalar.text)]
        for node in (old, new)
    ]
    if patches[0] != patches[1]:
        why = "a patch in a text speaks of rights, and is no manifest yet"
        return [operation("opaque.unparsed", "", line, VIA, {"why": why})._replace(object=None)]
    return []


def _runs_as(node: Node | None) -> tuple[str, bool]:
    """The account of the pods, and whether they get its token without asking."""
    for path in (("spec",), ("spec", "template", "spec"), ("spec", "jobtemplate", "spec", "template", "spec")):
        pods = node
        for key in path:
            pods = get(pods, key)
        name = text_of(get(pods, "serviceaccountname")) or text_of(get(pods, "serviceaccount"))
        mounts = canonical(get(pods, "automountserviceaccounttoken")) != ("word", "false")
        if name or not mounts:
            return name or "default", mounts
    return "default", True


def _speaks(text: str) -> bool:
    return any([word in text for word in _SPEAKS])


def _filled(facts: Facts) -> Facts:
    return {name: fact for name, fact in facts.items() if fact}


def _rest(node: Node | None, parts: frozenset[str]) -> Hashable:
    """What is left of an object without the parts that are compared by their effect, and the labels among them."""
    left = [(key.text, canonical(value)) for key, value in pairs(node) if key.text.lower() not in parts | {"metadata"}]
    marks: list[tuple[str, Hashable]] = []
    for key, value in pairs(get(node, "metadata")):
        inner = [
            (name.text, canonical(node))
            for name, node in pairs(value)
            if _AGGREGATE not in name.text and not name.text.startswith(_CLOUD)
        ]
        if inner or not hasattr(value, "pairs"):
            marks.append((key.text, frozenset(inner) if inner else canonical(value)))
    return frozenset(left), frozenset(marks)
