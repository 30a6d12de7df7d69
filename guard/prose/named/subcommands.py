"""Commands of well-known programs that they do not have, and commands of a framework's console that nobody wrote.

Asked only where the register knows some commands of the same program: what stands beside them is meant as one of them.
"""

from __future__ import annotations

from guard.prose.cued import Cued
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.lookup import Names

_WORD = Cued(r"[a-z][a-z0-9_-]{1,40}(?::[a-z0-9_:-]{1,40})?")
_PROGRAMS = {
    "go": listed(
        "bug build clean doc env fix fmt generate get help install list mod work run telemetry test tool version vet"
    ),
    "dbt": listed(
        """
        build clean clone compile debug deps docs environment init list ls parse retry run run-operation seed show
        snapshot source test freshness invocation rpc archive fusion system login lsp sl
        """
    ),
    "helm": listed(
        """
        completion create dependency dep env get help history install lint list ls package plugin pull fetch push
        registry repo rollback search show inspect status template test uninstall delete del un upgrade verify version
        diff secrets s3 git unittest cm-push mapkubeapis 2to3 schema docs
        """
    ),
    "kubectl": listed(
        """
        alpha annotate api-resources api-versions apply attach auth autoscale certificate cluster-info completion
        config cordon cp create debug delete describe diff drain edit events exec explain expose get help kustomize
        label logs options patch plugin port-forward proxy replace rollout run scale set taint top uncordon version
        wait ctx ns neat krew tree argo cnpg cert-manager view-secret stern node-shell sniff who-can kots kyverno
        rook-ceph minio directpv hns oidc-login outdated popeye score tail trace whoami
        """
    ),
    "terraform": listed(
        """
        init validate plan apply destroy console fmt force-unlock get graph import login logout metadata modules
        output providers refresh show stacks state taint test untaint version workspace rpcapi env push query
        """
    ),
    "flux": listed(
        """
        bootstrap build check completion create debug delete diff envsubst events export get help install list logs
        migrate pull push reconcile resume stats suspend tag trace tree uninstall version
        """
    ),
}  # fmt: skip
_NOUNS = listed(
    """
    binary block chart charts cli client code command config context controller directive docs error errors exporter
    file files hook jobs macro macros manifest manifests model models module modules operator package packages project
    provider release releases resource resources source sources tests toolchain tests value values vars worker
    """
)
_ARTISAN = listed(
    """
    about clear-compiled completion db docs down env help inspire install list migrate optimize pail serve test tinker
    up schedule
    """
)
_ARTISAN_OF = listed(
    """
    api auth breeze broadcasting cache cashier channel config db debugbar dusk event fortify horizon ide-helper
    install invoke-serialized-closure jetstream key lang livewire make media-library migrate model nova octane optimize
    package packages passport permission pulse queue reverb route sail sanctum scout schedule schema session
    storage stub telescope tenants vapor vendor view filament backup activitylog
    """
)


def claims(text: str, names: Names) -> Iterator[tuple[str, str]]:
    """Of one line: the command, where its program has none of this name."""
    words = [word.strip("'\"") for word in text[:400].removeprefix("$ ").split()[:6] if not word.startswith("-")]
    if words[:1] == ["sudo"]:
        words = words[1:]
    if words[:2] == ["php", "artisan"] or words[:1] == ["artisan"]:
        said = words[2:3] if words[0] == "php" else words[1:2]
        yield from [("command", f"php artisan {name}") for name in said if _unwritten(name, names)]
    elif len(words) > 1 and words[0] in _PROGRAMS and _WORD.fullmatch(words[1]):
        behind = names.subcommands(words[0])
        if behind and words[1] not in behind | _PROGRAMS[words[0]] | _NOUNS:
            yield "command", f"{words[0]} {words[1]}"


def _unwritten(name: str, names: Names) -> bool:
    """Whether Laravel does not bring it, and the tree has others of its own, or of the same group, but not this one."""
    behind = names.subcommands("php artisan")
    if not behind or name in behind or name in _ARTISAN - {"install"} or not _WORD.fullmatch(name):
        return False
    space, colon, _ = name.partition(":")
    return not colon or (space not in _ARTISAN_OF and any([other.startswith(f"{space}:") for other in behind]))


__all__ = ["claims"]
