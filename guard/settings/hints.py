"""Words of which one stands in every file that a detector of settings has anything to tell of.

A file that holds none of them, and no escape that could spell one, is given to nobody: for most files of a large
change that spares the reading process. Words in small letters count in any letters, others as they stand.
"""

from __future__ import annotations

# Of a tag by which a word of YAML stands in base64, as it is, by another name, or with its letters as numbers.
TAGS = (b"binary", b"%TAG", b"%6", b"%7")

RBAC = (b"role", b"erviceaccount", b"verbs", b"aws-auth", b"mapusers", b"mapaccounts")
VAULT = (b"capabilities",)
DEPLOY = (
    *(
        b"image",
        b"replica",
        b"tag",
        b"revision",
        b"ref",
        b"resources",
        b"secret",
        b"autoscaling",
        b"digest",
        b"version",
    ),
    *(b"parallelism", b"metrics", b"kustomization"),  # an object of Kubernetes says apiVersion, and so `version`
)
_SECRETS = b"""
    .atlasv1. /api/webhooks/ :// :AA ABIA ACCA AGE-SECRET-KEY-1 AIza AKIA ASIA AccountKey= GOCSPX-
    LS0tLS1CRUdJTi PRIVATE Private-Lines: SG. SK SharedAccessKey= dapi dckr_pat_ doo_v1_ dop_v1_ dor_v1_
    eyJ gho_ ghp_ ghr_ ghs_ ghu_ github_pat_ glc_ glcbt- gldt- glft- glpat- glptt- glrt- glsa_ glsoat- hf_
    hooks.slack.com/ hvb. hvs. lin_api_ npm_ pypi-AgE rk_live_ shpat_ shpca_ shppa_ shpss_ sig= sk- sk_live_
    whsec_ xapp- xoxa- xoxb- xoxe- xoxp- xoxr- xoxs- passw pwd secret token api_key apikey api-key access_key
    accesskey access-key account_key auth_key private_key encryption_key signing_key master_key credential
    passphrase _auth "auth"
"""
SECRETS = tuple(_SECRETS.split())


def spelled(text: bytes) -> bool:
    """Whether a word may stand in it that no search finds: in escapes, in UTF-16, or under a tag that encodes it."""
    return b"\\" in text or b"\0" in text or (b"!" in text and any([mark in text for mark in TAGS]))
