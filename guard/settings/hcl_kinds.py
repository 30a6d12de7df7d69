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
    r"|github_(?:team_m|team_repository|membership|organization_role|repository_collaborator|branch_protection"
    r"|(?:repository|organization)_ruleset)"
    r"|(?:postgresql|mysql)_(?:grant|role|default_privileges)|mysql_user$|cloudflare_api_token|auth0_(?:user_)?(?:role|perm)"
    r"|aws_s3_(?:account|bucket)_public_access_block|aws_s3_bucket_(?:acl|ownership_controls)|aws_lambda_layer_version_perm"
    r"|aws_(?:s3_\w+|s3control_\w+|kms_key|sns_topic|sqs_queue|ecr_\w+|glue_resource|efs_file_system|backup_vault"
    r"|opensearch_domain|elasticsearch_domain|vpc_endpoint|api_gateway_rest_api)_policy"
)
# What holds others back: without it, more is let.
_GUARD = re.compile(r"github_branch_protection|github_\w+_ruleset|aws_s3_(?:account|bucket)_public_access_block")
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


def guards(block: Block | None) -> bool:
    """Whether it takes away what is otherwise let."""
    return block is not None and block.type == "resource" and _GUARD.match(block.labels[0]) is not None


def _documented(block: Block) -> bool:
    """Whether a policy that says who may do what stands in it, whatever its kind."""
    found = [canonical(one.tokens) for one in block.attributes if one.name in POLICIES]
    if found and block.labels[:1] == ("aws_kms_key",):
        return True
    if any([word in text for text in found for word in _DOCUMENT]):
        return True
    return any([_documented(inner) for inner in block.blocks])


def speaks_of_rights(name: str) -> bool:
    """Whether a value is called as those that say who may do what."""
    return _SETTING.search(name) is not None
