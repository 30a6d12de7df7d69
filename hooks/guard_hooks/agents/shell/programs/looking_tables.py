"""Programs that ask what runs elsewhere, or judge what stands here: with which words they only look, by table."""

from __future__ import annotations

from guard.value import NamedTuple
from guard_hooks.agents.shell.programs.output_tables import Tells


class Looks(NamedTuple):
    """A program that only looks with the words that are named; with any other nobody can tell what it does."""

    reads: str = ""  # words, joined by a hyphen: "get", "config-view"; "*" for whatever they are
    runs: str = ""  # the same, where code of the project is run
    tells: Tells = Tells()  # options: those with a value may stand in front of the words
    flags: str = ""  # options without a value that may stand in front of the words
    spoils: str = ""  # options with which it does more than look
    needs: str = ""  # it only looks with one of these options
    only: bool = False  # no word but those that are named


_KUBE = "namespace n context cluster user output o selector l container c filename f kustomize k tail since"
LOOKS = {
    "alembic": Looks(runs="current history heads branches show check", tells=Tells(own="c config", takes="x n name")),
    "az": Looks(
        # the word behind is looked at by looking.py
        tells=Tells(takes="subscription output o query resource-group g name n"), flags="only-show-errors", reads="*",
    ),
    "aws": Looks(
        tells=Tells(takes="profile region output endpoint-url query", out="outfile"),
        flags="no-cli-pager no-paginate no-sign-request", reads="*",
    ),
    "crontab": Looks(reads="*", tells=Tells(takes="u"), needs="l", spoils="e r i", only=True),
    "docker": Looks(
        "ps images logs inspect version info top stats port diff history events search network-ls network-list"
        " network-inspect volume-ls volume-list volume-inspect image-ls image-list image-inspect image-history"
        " container-ls container-list container-inspect container-logs container-top container-port context-ls"
        " context-show context-inspect system-df system-info buildx-ls buildx-version manifest-inspect",
        tells=Tells(reads="f file", own="config", takes="H host context c l log-level"),
    ),
    "docker compose": Looks(
        "ps logs config version images top port events ls volumes stats",
        tells=Tells(
            own="env-file", reads="f file", takes="p project-name profile project-directory ansi progress",
            out="o output",
        ),
    ),
    "gcloud": Looks(tells=Tells(takes="project format filter region zone"), flags="quiet q", reads="*"),
    "gh api": Looks(
        "*", tells=Tells(takes="H header q jq t template p preview hostname cache"), flags="i include paginate slurp",
        spoils="method X field f raw-field F input",
    ),
    "glab": Looks(
        "mr-list mr-view mr-diff issue-list issue-view ci-list ci-status ci-get pipeline-list repo-view release-list"
        " release-view auth-status label-list",
        tells=Tells(takes="R repo P per-page p page F output"),
    ),
    "golangci-lint": Looks(
        "linters version help formatters config-path config-verify", "run",
        tells=Tells(
            own="c config", kinds="out-format",
            out="output.text.path output.json.path output.tab.path output.html.path output.checkstyle.path"
            " output.code-climate.path output.junit-xml.path output.teamcity.path output.sarif.path cpu-profile-path"
            " mem-profile-path trace-path",
        ),
        spoils="fix",
    ),
    "hatch": Looks("status env-show dep-show-table", "test", tells=Tells(takes="e env", own="config")),
    "helm": Looks(
        "list ls status get history hist show search template lint version env dependency-list dep-list repo-list"
        " plugin-list",
        tells=Tells(
            own="kubeconfig repository-config registry-config", takes="n namespace kube-context f values set version o",
            out="output-dir repository-cache",
        ),
        spoils="post-renderer post-renderer-args dependency-update",
    ),
    "ip": Looks(
        "addr address a addr-show address-show a-s addr-list a-show link l link-show route r route-show route-list"
        " route-get neigh n neigh-show rule rule-show rule-list",
        flags="4 6 s d j p br brief c color o json h details statistics", only=True,
    ),
    "journalctl": Looks(
        "*", tells=Tells(out="cursor-file"),
        spoils="vacuum-size vacuum-time vacuum-files rotate flush relinquish-var smart-relinquish-var setup-keys"
        " update-catalog sync",
    ),
    "kubectl": Looks(
        "get describe logs explain version api-resources api-versions top cluster-info events diff config-view"
        " config-current-context config-get-contexts config-get-clusters rollout-status rollout-history auth-can-i"
        " auth-whoami wait",
        tells=Tells(own="kubeconfig", takes=_KUBE, out="profile-output output-directory"),
        spoils="enable-alpha-plugins enable-exec enable-helm helm-command raw",
    ),
    "kubectl apply": Looks(
        "*", tells=Tells(own="kubeconfig", takes=f"{_KUBE} dry-run"), needs="dry-run",
        spoils="enable-alpha-plugins enable-exec enable-helm helm-command prune",
    ),
    "nc": Looks(
        "*", tells=Tells(takes="w p s i q"), needs="z", spoils="l e c o x exec sh-exec lua-exec output hex-dump"
    ),
    "openssl": Looks(
        "version x509 verify ciphers list rand dgst", tells=Tells(single=True, out="out"),
        spoils="engine provider provider-path CAcreateserial cacreateserial CAserial caserial config writerand",
    ),
    "pg_isready": Looks("*"),
    "pip-audit": Looks(runs="*", tells=Tells(out="o output", takes="f format r requirement"), spoils="fix"),
    "rustup": Looks("show which toolchain-list target-list component-list check"),
    "semgrep": Looks(
        "*",
        tells=Tells(
            takes="c config f severity exclude include lang l pattern e",
            out="o output text-output json-output sarif-output junit-xml-output gitlab-sast-output"
            " gitlab-secrets-output vim-output emacs-output time-output trace-endpoint",
        ),
        spoils="autofix a replacement",
    ),
    "staticcheck": Looks(runs="*", tells=Tells(single=True, out="debug.cpuprofile debug.memprofile debug.trace")),
    "systemctl": Looks(
        "status show is-active is-enabled is-failed list-units list-unit-files list-timers list-sockets"
        " list-dependencies cat get-default",
        tells=Tells(takes="n lines o output t type"), flags="user no-pager all a full l q quiet", spoils="now",
    ),
    "terraform": Looks(
        "version show output graph state-list state-show workspace-list workspace-show", "plan validate",
        tells=Tells(single=True, where="chdir", out="out generate-config-out state state-out",
            takes="var var-file target"),
    ),
    "trivy": Looks(
        "fs filesystem image i repo repository config sbom version",
        tells=Tells(own="c config", out="o output cache-dir", takes="severity s scanners f format"),
        spoils="generate-default-config",
    ),
}  # fmt: skip
# Words of aws behind the service that begin with `get-` and write no file.
AWS_GETS = frozenset(
    {
        *("get-caller-identity", "get-parameter", "get-parameters", "get-parameters-by-path", "get-item", "get-role"),
        *("get-user", "get-policy", "get-policy-version", "get-role-policy", "get-function-configuration"),
        *("get-bucket-location", "get-bucket-policy", "get-bucket-acl", "get-bucket-versioning", "get-bucket-tagging"),
        *("get-bucket-lifecycle-configuration", "get-bucket-encryption", "get-cost-and-usage", "get-metric-statistics"),
        *("get-metric-data", "get-log-events", "get-query-results", "get-queue-url", "get-queue-attributes"),
        *("get-topic-attributes", "get-rest-apis", "get-account-summary", "get-template", "get-hosted-zone"),
    }
)
AWS_READS = frozenset({"s3-ls", "logs-tail", "logs-filter-log-events", "configure-list", "configure-list-profiles"})
# Words of gcloud and az that stand before the one that says what is done, and none of which does anything.
_GROUPS = """
    account acr ad addresses aks app apps artifacts asset auth backend-services backends builds buckets cluster clusters
    components compute config configurations container containerapp cosmosdb database databases db deployment
    deployments disks dns domains endpoints eventarc firewall-rules firewalls forwarding-rules functionapp functions
    group groups iam iam-policy identity image images instance instances jobs keyvault kms locations logging logs
    machine-types managed-zones metrics mysql networks node-pools nsg operations organizations plan policies postgres
    projects pubsub queue queues record-sets redis regions releases repositories resource revisions role role-assignment
    roles routers routes run scheduler secrets server service service-accounts services snapshots source spanner sql
    storage subnets subscriptions subnet tags topics triggers users versions vm vmss vnet webapp workflows zones
"""
GROUPS = frozenset(_GROUPS.split())
VERBS = {"gcloud": frozenset({"list", "describe", "get-value"}), "az": frozenset({"list", "show"})}
