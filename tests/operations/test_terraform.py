"""Terraform: what is told of rights and secrets, and what is left alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.model.reading import Context, Source
from guard.operations.terraform import detect
from guard.settings.hcl_policies import NONE, UNKNOWN, compared, covers, statements
from tests.operations.telling import bitten, fuzzy, put_in, sound, spoken, told

A = """locals {
  acts  = ["s3:GetObject"]
  admins = ["user:a@example.org"]
  colour = "red"
}

variable "who" { default = "user:w@example.org" }

resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = local.acts, Resource = "arn:aws:s3:::b/*" }]
  })
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["*"]
    condition {
      test = "Bool"
      variable = "aws:SecureTransport"
      values = ["true"]
    }
  }
  statement {
    effect    = "Deny"
    actions   = ["iam:*"]
    resources = ["*"]
    principals {
      type = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "google_project_iam_binding" "g" {
  role    = "roles/editor"
  members = ["user:a@example.org"]
}

resource "google_project_iam_member" "m" {
  role   = "roles/viewer"
  member = var.who
}

resource "aws_iam_role" "r" {
  permissions_boundary = "arn:boundary"
  tags = { team = "x" }
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_secretsmanager_secret_version" "v" {
  secret_string = "hunter2-do-not-print"
  lifecycle { prevent_destroy = true }
}

resource "random_password" "w" { length = 20 }

module "iam_roles" {
  source = "./iam"
  users  = ["a"]
}

resource "aws_s3_bucket_policy" "b" {
  bucket = "b"
  policy = <<-EOT
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": "s3:GetObject",
                    "Resource": "${aws_s3_bucket.b.arn}/*"}]}
  EOT
}

resource "kubernetes_role" "k" {
  metadata { name = "k" }
  rule {
    api_groups = [""]
    resources  = ["pods"]
    verbs      = ["get"]
  }
}

resource "azurerm_role_definition" "z" {
  permissions {
    actions     = ["Microsoft.Compute/*/read"]
    not_actions = ["Microsoft.Compute/x/read"]
  }
}

resource "aws_instance" "i" { ami = "x" }
"""

BIND = """resource "google_project_iam_binding" "g" {
  role    = "roles/editor"
  members = ["user:a@example.org"]
}
"""

OWNER = (
    "iam:google_project_iam_binding.g @1 added=roles/owner change=modify changed=role narrows removed=roles/editor"
    " widens"
)
J = """{
  "resource": {
    "aws_iam_user_policy": {
      "u": {
        "user": "x",
        "policy": "{\\"Statement\\": [{\\"Effect\\":\\"Allow\\", \\"Action\\":\\"s3:Get\\", \\"Resource\\":\\"*\\"}]}"
      }
    },
    "random_password": {"w": {"length": 20, "lifecycle": {"prevent_destroy": true}}}
  },
  "data": {"aws_iam_policy_document": {"d": {"statement": [{"actions": ["${local.act}"], "resources": ["*"]}]}}},
  "locals": {"act": "s3:Get"}
}
"""

PIECES = [
    'resource "aws_iam_role" "n" {',
    "}",
    "locals {",
    '"',
    "<<-E\n",
    "/*",
    "#",
    "\\u0061",
    "${",
    "=",
    "{",
    "[",
    '"Effect": "Deny"',
    "moved {\n",
]

# what is put in the place of what, and what is told: `and more` where that is not all

FINDS_A = [
    (
        "any action by a local",
        '["s3:GetObject"]\n  admins',
        '["s3:*"]\n  admins',
        [("iam:aws_iam_role_policy.p @9 added=s3:* arn:aws:s3:::b/* change=modify changed=local.acts widens")],
    ),
    (
        "an action of a document less",
        '"s3:GetObject", "s3:PutObject"',
        '"s3:PutObject"',
        [("iam:data.aws_iam_policy_document.d @17 change=modify changed=statement narrows removed=s3:getobject *")],
    ),
    (
        "any action of a document",
        '["s3:GetObject", "s3:PutObject"]',
        '["*"]',
        ["iam:data.aws_iam_policy_document.d @17 added=* * change=modify changed=statement widens"],
    ),
    (
        "less denied",
        '["iam:*"]',
        '["iam:Get*"]',
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=not denied iam:* * AWS:*"
                " change=modify changed=statement widens"
            )
        ],
    ),
    (
        "more denied",
        '["iam:*"]',
        '["*"]',
        [("iam:data.aws_iam_policy_document.d @17 change=modify changed=statement narrows removed=denied * * AWS:*")],
    ),
    (
        "allowed instead of denied",
        '"Deny"',
        '"Allow"',
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=iam:* * AWS:*, not denied iam:* *"
                " AWS:* change=modify changed=statement widens"
            )
        ],
    ),
    (
        "no condition",
        (
            '    condition {\n      test = "Bool"\n      variable = "aws:SecureTransport"\n'
            '      values = ["true"]\n    }\n'
        ),
        "",
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=s3:getobject *, s3:putobject *"
                " change=modify changed=statement widens"
            )
        ],
    ),
    (
        "another condition",
        'values = ["true"]',
        'values = ["false"]',
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=s3:getobject *, s3:putobject *"
                " change=modify changed=statement narrows removed=s3:getobject *, s3:putobject * widens"
            )
        ],
    ),
    (
        "all but some",
        'actions   = ["s3:GetObject", "s3:PutObject"]',
        'not_actions = ["iam:*"]',
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=iam:* * change=modify"
                " changed=statement narrows removed=s3:getobject *, s3:putobject * widens"
            )
        ],
    ),
    (
        "a wider resource",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::*",
        [("iam:aws_iam_role_policy.p @9 added=s3:getobject arn:aws:s3:::* change=modify changed=policy widens")],
    ),
    (
        "a narrower resource",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::b/x",
        [("iam:aws_iam_role_policy.p @9 change=modify changed=policy narrows removed=s3:getobject arn:aws:s3:::b/*")],
    ),
    (
        "a member more",
        'members = ["user:a@example.org"]',
        'members = ["user:a@example.org", "allUsers"]',
        ["iam:google_project_iam_binding.g @38 added=allUsers change=modify changed=members widens"],
    ),
    (
        "a member less",
        'members = ["user:a@example.org"]',
        "members = []",
        [("iam:google_project_iam_binding.g @38 change=modify changed=members narrows removed=user:a@example.org")],
    ),
    (
        "members of an expression",
        'members = ["user:a@example.org"]',
        "members = [for u in local.admins : u]",
        ["iam:google_project_iam_binding.g @38 change=modify changed=members widens=unknown"],
    ),
    (
        "another role",
        '"roles/editor"',
        '"roles/owner"',
        [
            (
                "iam:google_project_iam_binding.g @38 added=roles/owner change=modify"
                " changed=role narrows removed=roles/editor widens"
            )
        ],
    ),
    (
        "another default of a variable",
        '"user:w@example.org"',
        '"allUsers"',
        ["iam:google_project_iam_member.m @43 change=modify changed=var.who widens=unknown"],
    ),
    (
        "values that are called as rights",
        '["user:a@example.org"]\n  colour',
        '["user:a@example.org", "user:b@example.org"]\n  colour',
        ["iam:local.admins @3 added=user:b@example.org change=modify widens"],
    ),
    (
        "no boundary",
        '  permissions_boundary = "arn:boundary"\n',
        "",
        ["iam:aws_iam_role.r @48 change=modify changed=permissions_boundary widens"],
    ),
    ("tags", 'team = "x"', 'team = "y"', ["iam:aws_iam_role.r @48 change=modify changed=tags"]),
    (
        "may be destroyed",
        "  lifecycle {\n    prevent_destroy = true\n  }\n",
        "",
        ["iam:aws_iam_role.r @48 change=modify changed=lifecycle guard=removed"],
    ),
    (
        "may be destroyed by saying so",
        "  lifecycle {\n    prevent_destroy = true",
        "  lifecycle {\n    prevent_destroy = false",
        ["iam:aws_iam_role.r @48 change=modify changed=lifecycle guard=removed"],
    ),
    (
        "another secret",
        "hunter2-do-not-print",
        "hunter2-do-not-print-2",
        ["secret.rotate secret:aws_secretsmanager_secret_version.v @56 changed=secret_string"],
    ),
    (
        "a secret that may be destroyed",
        "  lifecycle { prevent_destroy = true }\n",
        "",
        ["secret.rotate secret:aws_secretsmanager_secret_version.v @56 changed=lifecycle guard=removed"],
    ),
    ("a longer password", "length = 20", "length = 30", ["secret.rotate secret:random_password.w @61 changed=length"]),
    (
        "a password removed",
        'resource "random_password" "w" { length = 20 }\n',
        "",
        ["secret.remove secret:random_password.w @-"],
    ),
    (
        "a secret more",
        'resource "random_password" "w"',
        ('resource "vault_generic_secret" "s" { data_json = "hunter2-do-not-print" }\nresource "random_password" "w"'),
        ["secret.add secret:vault_generic_secret.s @61"],
    ),
    (
        "a key of an account",
        'resource "random_password" "w"',
        'resource "aws_iam_access_key" "s" { user = "u" }\nresource "random_password" "w"',
        ["secret.add secret:aws_iam_access_key.s @61"],
    ),
    (
        "an argument of a module",
        'users  = ["a"]',
        'users  = ["a", "b"]',
        ["iam:module.iam_roles @63 change=modify changed=users widens=unknown"],
    ),
    (
        "a module removed",
        'module "iam_roles" {\n  source = "./iam"\n  users  = ["a"]\n}\n',
        "",
        ["iam:module.iam_roles @- change=remove narrows removed=a widens=unknown"],
    ),
    (
        "anyone in a heredoc",
        '{"AWS": "1"}',
        '"*"',
        [
            (
                "iam:aws_s3_bucket_policy.b @68 added=s3:getobject ${aws_s3_bucket.b.arn}/* *"
                " change=modify changed=policy widens"
            )
        ],
    ),
    (
        "a heredoc that is no JSON",
        '[{"Effect"',
        '[${x}{"Effect"',
        ["iam:aws_s3_bucket_policy.b @68 change=modify changed=policy widens=unknown"],
    ),
    (
        "a reference for a heredoc",
        (
            "<<-EOT\n"
            '    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "1"}, "Action":'
            ' "s3:GetObject",\n                    "Resource": "${aws_s3_bucket.b.arn}/*"}]}\n  EOT\n'
        ),
        "data.aws_iam_policy_document.d.json\n",
        ["iam:aws_s3_bucket_policy.b @68 change=modify changed=policy widens=unknown"],
    ),
    (
        "a rule of Kubernetes",
        'verbs      = ["get"]',
        'verbs      = ["*"]',
        ["iam:kubernetes_role.k @76 added=* pods change=modify changed=rule widens"],
    ),
    (
        "an exception less",
        'not_actions = ["Microsoft.Compute/x/read"]',
        "not_actions = []",
        ["iam:azurerm_role_definition.z @85 change=modify changed=permissions widens"],
    ),
    (
        "an action of Azure",
        '["Microsoft.Compute/*/read"]',
        '["*"]',
        [
            (
                "iam:azurerm_role_definition.z @85 added=* change=modify changed=permissions"
                " narrows removed=Microsoft.Compute/*/read widens"
            )
        ],
    ),
    (
        "a block removed",
        (
            'resource "google_project_iam_binding" "g" {\n  role    = "roles/editor"\n'
            '  members = ["user:a@example.org"]\n}\n'
        ),
        "",
        [("iam:google_project_iam_binding.g @- change=remove narrows removed=roles/editor, user:a@example.org")],
    ),
    (
        "a block renamed",
        '_binding" "g"',
        '_binding" "h"',
        [
            ("iam:google_project_iam_binding.g @- change=remove narrows removed=roles/editor, user:a@example.org"),
            "iam:google_project_iam_binding.h @38 added=roles/editor, user:a@example.org change=add widens",
        ],
    ),
    (
        "a block moved",
        'resource "google_project_iam_binding" "g"',
        (
            "moved {\n  from = google_project_iam_binding.g\n"
            '  to   = google_project_iam_binding.h\n}\nresource "google_project_iam_binding" "h"'
        ),
        ["iam:google_project_iam_binding.h @42 change=moved from=google_project_iam_binding.g"],
    ),
    (
        "a block given up",
        (
            'resource "google_project_iam_binding" "g" {\n  role    = "roles/editor"\n'
            '  members = ["user:a@example.org"]\n}\n'
        ),
        "removed {\n  from = google_project_iam_binding.g\n  lifecycle {\n    destroy = false\n  }\n}\n",
        ["iam:google_project_iam_binding.g @- change=remove destroy=false"],
    ),
    (
        "a block for each",
        '  role    = "roles/editor"',
        '  for_each = toset(["a"])\n  role    = "roles/editor"',
        ["iam:google_project_iam_binding.g @38 change=modify changed=for_each widens=unknown"],
    ),
    (
        "a dynamic block",
        "  rule {\n    api_groups",
        (
            '  dynamic "rule" {\n    for_each = local.rules\n    content { verbs = ["*"] }\n  }\n'
            "  rule {\n    api_groups"
        ),
        ["iam:kubernetes_role.k @76 added=* change=modify changed=dynamic widens"],
    ),
    (
        "and something else",
        '"roles/editor"',
        '"roles/viewer" # x\n}\nresource "aws_instance" "j" {',
        [
            (
                "iam:google_project_iam_binding.g @38 added=roles/viewer change=modify"
                " changed=role members narrows removed=roles/editor, user:a@example.org widens"
            ),
            "and more",
        ],
    ),
    (
        "comments in an expression",
        '"s3:GetObject", "s3:PutObject"',
        '"s3:GetObject", /* "s3:PutObject" */ # "s3:*"\n      "s3:Delete*"',
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=s3:delete* * change=modify"
                " changed=statement narrows removed=s3:putobject * widens"
            )
        ],
    ),
    (
        "letters in escapes",
        '["iam:*"]',
        '["iam:\\u0047et*"]',
        [
            (
                "iam:data.aws_iam_policy_document.d @17 added=not denied iam:* * AWS:*"
                " change=modify changed=statement widens"
            )
        ],
    ),
    (
        "a block twice",
        'resource "aws_instance"',
        'resource "aws_iam_role" "r" {}\nresource "aws_instance"',
        ["opaque.unparsed - @92 why=aws_iam_role.r is declared a second time", "and more"],
    ),
    ("a heredoc that does not end", "  EOT\n", "", ["opaque.unparsed - @70 why=a heredoc does not end", "and more"]),
    (
        "a bracket not closed",
        '["iam:*"]',
        '["iam:*"',
        ["opaque.unparsed - @35 why=a bracket closes what was not opened", "and more"],
    ),
    (
        "a string over lines",
        '"roles/editor"',
        '"roles/\neditor"',
        ["opaque.unparsed - @39 why=a string does not end on its line", "and more"],
    ),
    (
        "a template of another kind",
        'resource "random_password" "w" {',
        '{{ x }}\nresource "random_password" "w" {',
        ["opaque.unparsed - @61 why=neither an attribute nor a block", "and more"],
    ),
    (
        "not UTF-8",
        None,
        b'resource "aws_iam_role" "r" { x = "\xff" }',
        ["opaque.unparsed - @1 why=the file is not UTF-8", "and more"],
    ),
]

LEAVES_A = [
    ("a comment", '# resource "aws_iam_role" "x" {}\n' + A),
    ("layout", A.replace("  role    = ", "  role = ")),
    ("order of actions", A.replace('"s3:GetObject", "s3:PutObject"', '"s3:PutObject", "s3:GetObject"')),
    (
        "an object over lines",
        A.replace(
            '[{ Effect = "Allow", Action = local.acts, Resource = "arn:aws:s3:::b/*" }]',
            '[\n{\nEffect = "Allow"\nAction = local.acts\nResource: "arn:aws:s3:::b/*"\n},\n]',
        ),
    ),
    ("a local written out", A.replace("Action = local.acts", 'Action = ["s3:GetObject"]')),
    ("an action alone", A.replace("Action = local.acts", 'Action = "s3:GetObject"')),
    (
        "what another lets",
        A.replace(
            'actions   = ["s3:GetObject", "s3:PutObject"]',
            'actions   = ["s3:PutObject", "s3:GetObject", "s3:GetObject"]',
        ),
    ),
    ("other blocks", A.replace('ami = "x"', 'ami = "y"')),
    ("other locals", A.replace('"red"', '"blue"')),
    (
        "order of blocks",
        'resource "aws_instance"' + A.split('resource "aws_instance"')[1] + A.split('resource "aws_instance"')[0],
    ),
    ("CRLF", A.replace("\n", "\r\n")),
    ("BOM", "\ufeff" + A),
    ("letter case of actions", A.replace('"s3:GetObject", "s3:PutObject"', '"S3:getobject", "s3:PutObject"')),
    ("another heredoc word", A.replace("EOT", "JSON")),
    (
        "JSON in another order",
        A.replace('"Effect": "Allow", "Principal": {"AWS": "1"}', '"Principal": {"AWS": ["1"]}, "Effect": "Allow"'),
    ),
    (
        "tags of a secret",
        A.replace(
            "  lifecycle { prevent_destroy = true }\n", '  tags = { a = "b" }\n  lifecycle { prevent_destroy = true }\n'
        ),
    ),
]

FINDS_J = [
    ("any action", 's3:Get\\"', '*\\"', ["iam:aws_iam_user_policy.u @4 added=* * change=modify changed=policy widens"]),
    (
        "an action by a local",
        '"act": "s3:Get"',
        '"act": "s3:*"',
        ["iam:data.aws_iam_policy_document.d @11 added=s3:* * change=modify changed=local.act widens"],
    ),
    (
        "no guard",
        '{"prevent_destroy": true}',
        "{}",
        ["secret.rotate secret:random_password.w @9 changed=lifecycle guard=removed"],
    ),
    (
        "a key twice",
        '"user": "x"',
        '"user": "x", "user": "y"',
        ["opaque.unparsed - @1 why=this is not JSON, or a key stands twice", "and more"],
    ),
    (
        "no JSON",
        '"resource": {',
        '"resource": {,',
        ["opaque.unparsed - @2 why=this is not JSON, or a key stands twice", "and more"],
    ),
    (
        "another shape",
        '"random_password": {"w": ',
        '"random_password": {"v": 1, "w": ',
        ["opaque.unparsed - @1 why=resource holds what is no block", "and more"],
    ),
    (
        "an array at the top",
        None,
        "[]",
        ["opaque.unparsed - @1 why=the file is no mapping of keys to values", "and more"],
    ),
    (
        "a block in a list",
        '"w": {"length": 20, "lifecycle": {"prevent_destroy": true}}',
        '"w": [{"length": 30, "lifecycle": [{"prevent_destroy": true}]}]',
        ["secret.rotate secret:random_password.w @9 changed=length"],
    ),
]

lines = spoken(detect, ("identity.iam iam:", "iam:"))


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_A, ids=[row[0] for row in FINDS_A])
def test_finds(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines("infra/main.tf", A, put_in(A, old, new)) == expected


@pytest.mark.parametrize(("label", "new"), LEAVES_A, ids=[row[0] for row in LEAVES_A])
def test_leaves_alone(label: str, new: str) -> None:
    assert new != A
    assert lines("infra/main.tf", A, new) == []
    assert lines("infra/main.tf", new, A) == []
    assert detect(Source("infra/main.tf", A.encode(), new.encode()), Context()) is None


@pytest.mark.parametrize(("label", "old", "new", "expected"), FINDS_J, ids=[row[0] for row in FINDS_J])
def test_finds_in_json(label: str, old: str | None, new: str | bytes, expected: list[str]) -> None:
    assert lines("infra/main.tf.json", J, put_in(J, old, new)) == expected


def test_values_of_settings_that_are_called_as_rights() -> None:
    assert lines("x.tfvars", 'admins = ["a"]\nsize = 1\n', 'admins = ["b"]\nsize = 1\n') == [
        "iam:var.admins @1 added=b change=modify narrows removed=a widens"
    ]
    assert lines("x.tfvars", 'admins = ["a"]\nsize = 1\n', 'admins = ["a"]\nsize = 2\n') == []
    assert lines("x.tfvars", "size = 1\n", 'iam_role = "x"\nsize = 2\n') == [
        "iam:var.iam_role @1 change=add widens=unknown",
        "and more",
    ]
    assert lines("x.tfvars.json", '{"members": ["a"]}', '{"members": ["a", "b"]}') == [
        "iam:var.members @1 added=b change=modify widens"
    ]
    assert lines("x.auto.tfvars", 'admins = ["a"]\n', "") == ["iam:var.admins @- change=remove narrows removed=a"]
    assert lines("x.auto.tfvars.json", "{}", '{"admins": ["a"]}') == ["iam:var.admins @1 added=a change=add widens"]


def test_a_list_that_is_longer_than_is_shown() -> None:
    nine = [f"u{number}" for number in range(9)]
    found = lines("x.tfvars", "admins = []\n", f"admins = {nine}\n".replace("'", '"'))
    assert found == [f"iam:var.admins @1 added={', '.join(nine[:8])} change=modify widens"]


def test_through_which_tool() -> None:
    for old, new in (("", A), ("", "x = [")):
        reading = detect(Source("a.tf", old.encode(), new.encode()), Context())
        assert reading is not None and {one.via for one in reading.operations} == {"terraform"}


def test_a_provider_may_be_configured_more_than_once() -> None:
    aliased = 'provider "aws" {\n  region = "a"\n}\nprovider "aws" {\n  alias = "b"\n}\n'
    assert lines("a.tf", BIND + aliased, BIND.replace("editor", "owner") + aliased) == [OWNER]
    assert lines("a.tf", BIND, BIND.replace("editor", "owner") + aliased)[1:] == ["and more"]
    text = '{"provider": {"aws": [{"region": "a"}, {"alias": "b"}]}, "variable": {"role": {"default": "x"}}}'
    assert lines("a.tf.json", text, text.replace('"x"', '"y"'))[0].startswith("iam:var.role @1")


def test_a_file_comes_and_goes() -> None:
    added, removed = lines("a.tf", None, A), lines("a.tf", A, None)
    assert len(added) == len(removed)
    assert "secret.add secret:aws_secretsmanager_secret_version.v @56" in added
    assert "secret.remove secret:aws_secretsmanager_secret_version.v @- guard=removed" in removed
    assert added[-1] == removed[-1] == "and more"


def test_a_side_that_could_not_be_read_before_is_said_so() -> None:
    assert lines("a.tf", "x = [", A)[0] == "opaque.unparsed - @- why=before the change: a bracket is not closed"


KINDS = {
    "iam": "aws_iam_user google_project_iam_member google_service_account azurerm_role_assignment azuread_group"
    " vault_policy kubernetes_cluster_role_binding_v1 kubernetes_service_account aws_lambda_permission"
    " aws_secretsmanager_secret_policy google_secret_manager_secret_iam_member azurerm_key_vault_access_policy",
    "secret": "aws_secretsmanager_secret google_secret_manager_secret_version vault_kv_secret_v2 random_password"
    " azurerm_key_vault_secret kubernetes_secret github_actions_secret aws_ssm_parameter aws_iam_access_key"
    " google_service_account_key",
    "": "aws_instance aws_autoscaling_policy google_monitoring_alert_policy azurerm_firewall_policy aws_s3_bucket",
}


@pytest.mark.parametrize(("kind", "of"), [(kind, of) for of, kinds in KINDS.items() for kind in kinds.split()])
def test_kinds_of_blocks(kind: str, of: str) -> None:
    found = lines("a.tf", None, f'resource "{kind}" "x" {{\n  count = 1\n}}\n')
    assert [line.partition(":")[0] for line in found if line != "and more"] == (
        {"iam": ["iam"], "secret": ["secret.add secret"], "": []}[of]
    )


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("*", "a", True),
        ("s3:*", "s3:get", True),
        ("s3:*", "s3:get*", True),
        ("s3:get*", "s3:*", False),
        ("a*b*", "a1b2", True),
        ("a?c", "abc", False),
        ("a", "a", True),
        ("a*", "b", False),
        ("\ud800*", "\ud800b", True),
    ],
)
def test_stars_cover(pattern: str, text: str, covered: bool) -> None:
    assert covers(pattern, text) == covered


S = '"Effect": "Allow", "Action": "a", "Resource": "r"'
STATEMENTS = [
    (S, S, ""),
    (S, S.replace('"a"', '["a", "b"]'), "wider"),
    (S, S.replace('"r"', '["r", "s"]'), "wider"),
    (S, S.replace("Allow", "Deny"), "narrower"),
    (S.replace("Allow", "Deny"), S, "wider"),
    (S, S.replace("Action", "NotAction"), "wider narrower"),
    (S.replace("Action", "NotAction"), S.replace("Action", "NotAction").replace('"a"', '["a", "b"]'), "wider narrower"),
    (S.replace("Resource", "NotResource"), S, "wider narrower"),
    (S + ', "NotPrincipal": "p"', S + ', "Principal": "p"', "wider narrower"),
    (S + ', "NotPrincipal": "p"', S + ', "NotPrincipal": "q"', "wider narrower"),
    (S + ', "Principal": "p"', S + ', "Principal": "*"', "wider"),
    (S + ', "Principal": {"AWS": "p"}', S + ', "Principal": {"AWS": ["p"]}', ""),
    (S + ', "Principal": {"AWS": "p"}', S + ', "Principal": {"Service": "p"}', "wider narrower"),
    (S + ', "Condition": {"a": "b"}', S, "wider"),
    (S, S + ', "Condition": {"a": "b"}', "narrower"),
    (S, S + ', "Condition": {}', ""),
    (S + ', "Condition": {"a": "b", "c": "d"}', S + ', "Condition": {"c": "d", "a": "b"}', ""),
    (S + ', "Sid": "x"', S + ', "Sid": "y"', ""),
    (S.lower(), S.replace('"a"', '"A"').replace("Allow", "allow"), "unreadable"),
    (S, '"Effect": "Allow", "Action": {"x": 1}, "Resource": "r"', "unreadable"),
    (S, '"Effect": "Allow", "Action": "a", "Resource": [1]', "unreadable"),
    (S + ', "Principal": {"AWS": 1}', S, "unreadable"),
    (S, '"Effect": "Maybe", "Action": "a", "Resource": "r"', "unreadable"),
]


@pytest.mark.parametrize(("old", "new", "expected"), STATEMENTS)
@pytest.mark.parametrize("listed", [True, False])
def test_statements(old: str, new: str, expected: str, listed: bool) -> None:
    texts = [f'{{"Statement": [{{{words}}}]}}' if listed else f'{{"statement": {{{words}}}}}' for words in (old, new)]
    sides = [statements(text) for text in texts]
    if expected == "unreadable":
        assert None in sides
        return
    assert sides[0] is not None and sides[1] is not None
    effect = compared(sides[0], sides[1])
    assert " ".join(name for name in ("wider", "narrower", "unknown") if getattr(effect, name)) == expected


@pytest.mark.parametrize("found", ["", "[]", "{", "1", '{"Statement": [1]}', '{"Statement": null}', "[" * 9999])
def test_what_is_no_policy(found: str) -> None:
    assert statements(found) is None


def test_too_many_statements_are_not_compared() -> None:
    many = f'{{"Statement": {{"Effect": "Allow", "Action": {[*map(str, range(5001))]}, "Resource": "*"}}}}'.replace(
        "'", '"'
    )
    sides = statements(many), statements('{"Statement": []}')
    assert sides[0] is not None and sides[1] is not None
    assert compared(sides[1], sides[0]) == UNKNOWN
    assert compared(sides[0], (*sides[0], *sides[0])) == NONE


TAKES = "not_actions not_data_actions not_resources excluded_permissions exempted_members"


def test_how_many_rights_are_compared() -> None:
    def document(actions: int, resources: int) -> str:
        lists = [[*map(str, range(number))] for number in (actions, resources)]
        return json.dumps({"Statement": [{"Effect": "Allow", "Action": lists[0], "Resource": lists[1]}]})

    nothing = statements('{"Statement": []}')
    for actions, resources, known in ((100, 50, True), (100, 51, False), (5000, 0, True), (5001, 0, False)):
        found = statements(document(actions, resources))
        assert found is not None and nothing is not None
        assert (compared(nothing, found) != UNKNOWN) == known


FIELDS = [
    ("other { members = [1] }\n other { members = [2] }", "other { members = [2] }\n other { members = [1] }", ""),
    ('members = ["a"]', 'members = ["b"]', "narrows widens"),
    ('members = ["a"]', "", "narrows"),
    ("", 'members = ["a"]', "widens"),
    *[(f'{name} = ["a"]', "", "widens") for name in TAKES.split()],
    *[("", f'{name} = ["a"]', "narrows") for name in TAKES.split()],
    ('exempted_members = ["a"]', 'exempted_members = ["a", "b"]', "narrows"),
    ('role = "a"', 'role = "b"', "narrows widens"),
    ('scope = "a"', "", "narrows"),
    ("permissions_boundary = a.b", "", "widens"),
    ("condition { title = 1 }", "", "widens"),
    ("", "condition { title = 1 }", "narrows"),
    ("count = 1", "count = 2", "widens=unknown"),
    ("other { members = [1] }", "other { members = [1, 2] }", "widens"),
    ("", "other { members = [1] }", "widens"),
    ("other { members = [1] }", "", "narrows"),
    ("rule { verbs = [1] }", "rule { verbs = [1] }\n rule {}", ""),
    ("members = a.b", "members = a.c", "widens=unknown"),
    ("members = [a.b]", "members = [a.c]", "narrows widens"),
    ("members = [{}]", "members = [{}, {}]", "widens=unknown"),
    ('members = "a"', 'members = ["a"]', ""),
    ("policy = a.b", "policy = a.c", "widens=unknown"),
    ("policy = a.b", "policy = jsonencode({ Statement = [] })", "widens=unknown"),
    ("policy = jsonencode({ Statement = [] })", "policy = a.b", "widens=unknown"),
    ('dynamic "x" {\n members = ["a"]\n }', "", "narrows widens=unknown"),
    ('dynamic "x" {\n title = 1\n }', 'dynamic "x" {\n title = 2\n }', ""),
    ("description = 1", "description = 2", "silent"),
    ("timeouts { a = 1 }", "timeouts { a = 2 }", "silent"),
    ('member = "a"', "member = a.b", "narrows widens"),
    (
        'rule {\n api_groups = [""]\n resources = ["a"]\n verbs = ["b"]\n }',
        'rule {\n api_groups = [""]\n resources = ["a"]\n verbs = [c.d]\n }',
        "narrows widens",
    ),
    (
        'rule {\n non_resource_urls = ["/a"]\n verbs = "bc"\n }',
        'rule {\n non_resource_urls = ["/*"]\n verbs = ["bc"]\n }',
        "widens",
    ),
    (
        'rule {\n api_groups = [""]\n resources = ["a"]\n resource_names = ["n"]\n verbs = ["b"]\n }',
        'rule {\n api_groups = [""]\n resources = ["a"]\n verbs = ["b"]\n }',
        "widens",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), FIELDS)
def test_fields_of_a_block(old: str, new: str, expected: str) -> None:
    sides = [f'resource "azuread_x" "x" {{\n  {words}\n}}\n' for words in (old, new)]
    found = lines("a.tf", *sides)
    facts = [word for line in found for word in line.split() if word.startswith(("widens", "narrows"))]
    assert " ".join(sorted(facts)) == expected.replace("silent", "")
    assert bool(found) == bool(expected)


DOCUMENT = """data "aws_iam_policy_document" "d" {{
  statement {{
    actions = ["a"]
    resources = ["r"]
    {0}
  }}
}}
"""
BLOCKS = [
    ("", 'effect = "Deny"', "narrows"),
    ("", 'effect = "Allow"', ""),
    ("", "not_resources = [1]", "narrows widens"),
    (
        'principals {\n type = "AWS"\n identifiers = ["a"]\n }',
        'principals {\n type = "AWS"\n identifiers = ["*"]\n }',
        "widens",
    ),
    (
        'principals {\n type = "AWS"\n identifiers = ["a"]\n }',
        'not_principals {\n type = "AWS"\n identifiers = ["a"]\n }',
        "narrows widens",
    ),
    (
        'not_principals {\n type = "AWS"\n identifiers = ["a"]\n }',
        'not_principals {\n type = "AWS"\n identifiers = ["b"]\n }',
        "narrows widens",
    ),
    ("condition {\n test = 1\n variable = 2\n }", "condition {\n variable = 2\n test = 1\n }", ""),
    ("", "effect = var.e", "widens=unknown"),
    ("", "principals { identifiers = [{}] }", "widens=unknown"),
    ("", 'dynamic "condition" { for_each = x }', "widens=unknown"),
    ("condition { test = 1 }", "condition { test = 1 }\n condition { test = 2 }", "narrows widens"),
    ("condition { test = 1 }", "", "widens"),
]


@pytest.mark.parametrize(("old", "new", "expected"), BLOCKS)
def test_statements_as_blocks(old: str, new: str, expected: str) -> None:
    found = lines("a.tf", DOCUMENT.format(old), DOCUMENT.format(new))
    assert " ".join(w for w in " ".join(found).split() if w.startswith(("widens", "narrows"))) == expected


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ('module "x" { source = "./iam" }', True),
        ('module "irsa" { source = "./x" }', True),
        ('module "x" { source = "./vpc" }', False),
        ('module "x" {}', False),
        ('data "aws_iam_role" "x" {}', True),
        ('provider "aws" {}', False),
        ('output "iam" {}', False),
        ('output "aws_iam_role" {}', False),
        *[
            (f'module "x" {{ source = "./{word}s" }}', True)
            for word in [
                "iam",
                "rbac",
                "irsa",
                "role",
                "polic",
                "permission",
                "service-account",
                "serviceAccount",
                "access",
                "secret",
            ]
        ],
        ('resource "aws_sqs_queue" "x" { policy = jsonencode({}) }', True),
        ('resource "aws_x" "x" { y { access_policy = "Statement" } }', True),
        ('resource "aws_x" "x" { policy = "keep" }', False),
        ('resource "aws_x" "x" { body = jsonencode({}) }', False),
        ('ephemeral "random_password" "x" {}', True),
    ],
)
def test_blocks_that_count(text: str, told_of: bool) -> None:
    assert bool(lines("a.tf", None, f"{text}\n")) == told_of


def test_a_moved_block_that_is_not_there() -> None:
    moved = "moved {\n  from = aws_iam_role.a\n  to = aws_iam_role.b\n}\n"
    one = 'resource "aws_iam_role" "c" {\n  name = "x"\n}\n'
    assert lines("a.tf", one, one.replace('"x"', '"y"') + moved)[-1] == "and more"
    taken = 'resource "aws_iam_role" "a" {\n  name = "x"\n}\n'
    assert lines("a.tf", taken, taken.replace('"a"', '"b"').replace('"x"', '"y"') + moved) == [
        "iam:aws_iam_role.b @1 added=y change=moved changed=name from=aws_iam_role.a narrows removed=x widens"
    ]
    secret = 'resource "random_password" "a" {\n}\n'
    words = moved.replace("aws_iam_role", "random_password")
    assert lines("a.tf", secret, secret.replace('"a"', '"b"') + words) == []
    assert lines("a.tf", secret, secret.replace('"a" {', '"b" {\n  length = 1') + words) == [
        "secret.rotate secret:random_password.b @1 changed=length from=random_password.a"
    ]


def test_a_block_moved_from_or_to_another_file() -> None:
    moved = "moved {\n  from = google_project_iam_binding.g\n  to = google_project_iam_binding.h\n}\n"
    here = BIND.replace('"g"', '"h"')
    assert lines("a.tf", BIND, moved) == [
        "iam:google_project_iam_binding.g @- change=remove narrows removed=roles/editor, user:a@example.org",
        "and more",
    ]
    assert lines("a.tf", BIND, here + moved.replace(".g", ".g[0]")) == [
        "iam:google_project_iam_binding.h @1 change=moved from=google_project_iam_binding.g"
    ]
    assert lines("a.tf", "", here + moved) == [
        "iam:google_project_iam_binding.h @1 added=roles/editor, user:a@example.org change=add widens",
        "and more",
    ]


@pytest.mark.parametrize("name", ["not_actions", "not_resources"])
def test_exceptions_of_a_statement(name: str) -> None:
    other = {"not_actions": "resources", "not_resources": "actions"}[name]
    text = f'data "aws_iam_policy_document" "d" {{\n  statement {{\n    {name} = ["a"]\n    {other} = ["x"]\n  }}\n}}\n'
    plain = text.replace("not_", "")
    for old, new in ((text, text.replace('"a"', '"b"')), (text, text.replace('"a"', '"a", "b"')), (text, plain)):
        assert lines("a.tf", old, new)[0].endswith(" widens") and " narrows " in lines("a.tf", old, new)[0]


@pytest.mark.parametrize(
    "head", ['output "', 'data "aws_ami" "', 'module "', 'variable "', 'ephemeral "x" "', 'resource "x" "']
)
def test_blocks_that_may_stand_in_any_order(head: str) -> None:
    one, two = [f'{head}{name}" {{\n  description = "{name}"\n}}\n' for name in "ab"]
    assert lines("a.tf", BIND + one + two, BIND.replace("editor", "owner") + two + one) == [OWNER]
    found = lines("a.tf", BIND, BIND + one + one)
    assert found[0].startswith("opaque.unparsed - @8 why=") and found[0].endswith(" is declared a second time")


@pytest.mark.parametrize("head", ["terraform", "resource", 'resource "aws_iam_role"', 'module "a" "b"', "check"])
def test_blocks_of_no_address(head: str) -> None:
    more = f"{head} {{\n  a = 1\n}}\n"
    assert lines("a.tf", BIND + more + more, BIND.replace("editor", "owner") + more + more) == [OWNER]
    assert lines("a.tf", BIND, BIND.replace("editor", "owner") + more) == [OWNER, "and more"]


def test_a_move_that_says_nothing() -> None:
    assert lines("a.tf", BIND, BIND.replace("editor", "owner") + "moved {}\nremoved {}\n") == [OWNER, "and more"]


def test_expressions_in_what_is_told() -> None:
    for old, new, told_of in (
        ("role = a.b", "role = a.c", "added=a.c change=modify changed=role narrows removed=a.b widens"),
        ("members = [a.b]", "members = [a.b, a.c]", "added=${a.c} change=modify changed=members widens"),
        (
            'rule {\n api_groups = ["x"]\n resources = ["y"]\n verbs = [1]\n }',
            'rule {\n api_groups = ["x"]\n resources = ["y"]\n verbs = [1, {}, a.b]\n }',
            "added=${a.b} x/y, {} x/y change=modify changed=rule widens",
        ),
        (
            'statement {\n actions = ["a"]\n resources = ["r"]\n }',
            'statement {\n actions = ["a", a.b]\n resources = ["r"]\n }',
            "added=${a.b} r change=modify changed=statement widens",
        ),
    ):
        sides = [f'resource "azuread_x" "x" {{\n  {words}\n}}\n' for words in (old, new)]
        assert lines("a.tf", *sides) == [f"iam:azuread_x.x @1 {told_of}"]


def test_blocks_that_say_the_same_by_a_local() -> None:
    text = 'locals {\n  all = ["a"]\n}\nresource "azuread_x" "x" {\n  other {\n    members = local.all\n  }\n}\n'
    assert lines("a.tf", text, text.replace('"a"', '"a", "b"')) == [
        "iam:azuread_x.x @4 added=b change=modify changed=local.all widens"
    ]


DOCUMENTS = "policy assume_role_policy policy_data access_policy access_policies key_policy"


@pytest.mark.parametrize("name", DOCUMENTS.split())
def test_fields_that_hold_a_policy(name: str) -> None:
    statement = '{ Statement = [{ Effect = "Allow", Action = "a", Resource = "r" }] }'
    text = f'resource "aws_x" "x" {{\n  {name} = jsonencode({statement})\n}}\n'
    assert lines("a.tf", text, text.replace('"a"', '["a", "b"]')) == [
        f"iam:aws_x.x @1 added=b r change=modify changed={name} widens"
    ]
    assert lines("a.tf", text, 'resource "aws_x" "x" {\n  size = 1\n}\n')[0].startswith(
        f"iam:aws_x.x @1 change=modify changed={name} size narrows removed=a r"
    )


@pytest.mark.parametrize("word", ["jsonencode(x)", '"Statement"', '"statement"', "x.iam_policy.y", "policy_document"])
def test_words_of_policies(word: str) -> None:
    assert lines("a.tf", None, f'resource "aws_x" "x" {{\n  policy = {word}\n}}\n') != []


@pytest.mark.parametrize("name", ["permissions_boundary", "condition", "mfa_delete"])
def test_fields_that_hold_back(name: str) -> None:
    sides = ['resource "azuread_x" "x" {\n}\n', f'resource "azuread_x" "x" {{\n  {name} = "a"\n}}\n']
    assert lines("a.tf", *sides) == [f"iam:azuread_x.x @1 change=modify changed={name} narrows"]
    assert lines("a.tf", *reversed(sides)) == [f"iam:azuread_x.x @1 change=modify changed={name} widens"]


def test_a_secret_given_up_is_left_standing() -> None:
    gone = "removed {\n  from = random_password.w\n  lifecycle {\n    destroy = false\n  }\n}\n"
    one = 'resource "random_password" "w" {}\n'
    assert lines("a.tf", one, gone) == ["secret.remove secret:random_password.w @- destroy=false"]
    assert lines("a.tf", one, gone.replace("false", "true")) == ["secret.remove secret:random_password.w @-"]


@pytest.mark.fuzz
@given(old=bitten([A, J], PIECES), new=bitten([A, J], PIECES), one=st.booleans())
@fuzzy
def test_never_trips_over_a_text(old: bytes, new: bytes, one: bool) -> None:
    for path in ("infra/main.tf", "infra/main.tf.json"):
        sound(detect(Source(path, None if one else old, new), Context()))
        sound(detect(Source(path, new, None if one else old), Context()))
        assert detect(Source(path, new, new), Context()) is None or sides_cannot_be_read(path, new)


def sides_cannot_be_read(path: str, data: bytes) -> bool:
    """The same on both sides is no change, unless it says nothing at all."""
    reading = detect(Source(path, data, data), Context())
    return reading is not None and {one.id for one in reading.operations} == {"opaque.unparsed"}


RIGHTS = """
    github_team_membership github_team_members github_team_repository github_membership github_repository_collaborator
    github_repository_collaborators github_branch_protection github_branch_protection_v3 github_repository_ruleset
    postgresql_grant postgresql_grant_role postgresql_role postgresql_default_privileges mysql_grant mysql_role
    mysql_user
    cloudflare_api_token auth0_role auth0_roles auth0_user_roles auth0_role_permissions okta_admin_role_custom
    okta_group_role aws_s3_bucket_public_access_block aws_s3_account_public_access_block aws_s3_bucket_policy
    aws_s3_bucket_acl aws_kms_key_policy aws_lambda_permission aws_sqs_queue_policy aws_sns_topic_policy
    google_project_iam_member google_project_iam_audit_config azurerm_key_vault_access_policy
"""


@pytest.mark.parametrize("kind", RIGHTS.split())
def test_kinds_that_give_rights(kind: str) -> None:
    text = f'resource "{kind}" "x" {{\n  some = "a"\n}}\n'
    for old, new, change in ((None, text, "add"), (text, text.replace('"a"', '"b"'), "modify"), (text, None, "remove")):
        found = told(detect, "main.tf", old, new)[-1]
        assert found.startswith(f"identity.iam iam:{kind}.x @") and f"change={change}" in found


OTHERS = """
    github_repository github_branch postgresql_database mysql_database aws_s3_bucket aws_kms_key aws_autoscaling_policy
    aws_appautoscaling_policy cloudflare_record auth0_client
"""


@pytest.mark.parametrize("kind", OTHERS.split())
def test_kinds_that_do_not(kind: str) -> None:
    assert told(detect, "main.tf", None, f'resource "{kind}" "x" {{\n  some = "a"\n}}\n') == ()


@pytest.mark.parametrize("kind", ["github_branch_protection", "aws_s3_bucket_public_access_block"])
def test_a_guard_that_goes(kind: str) -> None:
    text = f'resource "{kind}" "x" {{\n  bucket = "a"\n  block_public_acls = true\n}}\n'
    on = f"identity.iam iam:{kind}.x"
    assert told(detect, "main.tf", text, None) == ("accounted", f"{on} @- change=remove guard=removed widens")
    assert told(detect, "main.tf", None, text) == ("accounted", f"{on} @1 change=add narrows")
    assert told(detect, "main.tf", text, text.replace("true", "false")) == (
        "accounted",
        f"{on} @1 change=modify changed=block_public_acls widens=unknown",
    )


def test_the_policy_of_a_key() -> None:
    text = 'resource "aws_kms_key" "k" {\n  policy = file("a.json")\n}\n'
    assert told(detect, "main.tf", text, text.replace("a.json", "b.json"))[-1] == (
        "identity.iam iam:aws_kms_key.k @1 change=modify changed=policy widens=unknown"
    )
