"""Which blocks of Terraform say who may do what, and which hold secrets."""

from __future__ import annotations

import re

from guard.settings.hcl_rights import POLICIES
from guard.settings.hcl_values import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guard.settings.hcl import Block

_IAM = re.compile(
    r"aws_(?:iam|ssoadmin|identitystore)_|aws_(?:lambda_permission|kms_grant|organizations_policy|eks_access)"
    r"|google_\w*_iam_|google_iam_|google_service_account|google_\w*_access_(?:level|policy)"
    r"|azurerm_(?:role_|federated_identity|user_assigned_identity|key_vault_access_policy)|azuread_"
    r"|kubernetes_(?:cluster_)?role|kubernetes_service_account|vault_policy|vault_\w*_auth_backend_role|okta_|rbac_"
)
_SECRET = re.compile(
    r"aws_(?:secretsmanager_|ssm_parameter)|google_secret_manager_|google_service_account_key|vault_\w*secret|vault_kv_"
    r"|random_password|azurerm_key_vault_secret|kubernetes_secret|github_\w*secret|gitlab_\w*variable|tls_private_key"
    r"|aws_iam_access_key"
)
_MODULE = re.compile(r"iam|rbac|irsa|role|polic|permission|service.?account|access|secret", re.IGNORECASE)
_SETTING = re.compile(
    r"(?:^|_)(?:iam|roles?|members?|polic(?:y|ies)|principals?|permissions?|admins?|owners?|viewers?|editors?|groups?"
    r"|users?|service_accounts?|actions?|subjects?|trusted\w*)(?:_|$)",
    re.IGNORECASE,
)
_DOCUMENT = ("jsonencode", "Statement", "statement", "iam_policy", "policy_document")


def family(block: Block) -> str:
    """`iam`, `secret`, or nothing of ours."""
    if block.type == "module":
        source = block.get("source")
        named = f"{block.labels[0]} {canonical(source.tokens) if source else ''}"
        return "iam" if _MODULE.search(named) else ""
    if block.type not in ("resource", "data", "ephemeral"):
        return ""
    kind = block.labels[0]
    if _SECRET.match(kind) and not _IAM.match(kind):
        return "iam" if kind.endswith("_policy") else "secret"
    if _SECRET.fullmatch(kind):  # keys of accounts: both
        return "secret"
    return "iam" if _IAM.match(kind) or _documented(block) else ""


def _documented(block: Block) -> bool:
    """Whether a policy that says who may do what stands in it, whatever its kind."""
    found = [canonical(one.tokens) for one in block.attributes if one.name in POLICIES]
    if any([word in text for text in found for word in _DOCUMENT]):
        return True
    return any([_documented(inner) for inner in block.blocks])


def speaks_of_rights(name: str) -> bool:
    """Whether a value is called as those that say who may do what."""
    return _SETTING.search(name) is not None
