"""Files of which nothing is ever sent, whatever a policy says, and those that a policy adds."""

from __future__ import annotations

from guard.model.paths import PathSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Compared in lower case.
PATTERNS = (
    *("/**/.env", "/**/.env.*", "/**/*.env", "/**/.envrc", "/**/env.local", "/**/.flaskenv", "/**/.dev.vars"),
    *("/**/*.pem", "/**/*.key", "/**/*.p12", "/**/*.pfx", "/**/*.jks", "/**/*.keystore", "/**/*.ppk", "/**/*.p8"),
    *("/**/*.gpg", "/**/*.asc", "/**/*.age", "/**/*.kdbx", "/**/*.ovpn", "/**/*.mobileprovision", "/**/*.keytab"),
    *("/**/id_rsa*", "/**/id_dsa*", "/**/id_ecdsa*", "/**/id_ed25519*", "/**/.ssh/**", "/**/.gnupg/**"),
    *("/**/*.tfstate", "/**/*.tfstate.*", "/**/*.tfvars", "/**/*.tfvars.json", "/**/terraform.tfstate.d/**"),
    *("/**/.netrc", "/**/_netrc", "/**/.pgpass", "/**/.my.cnf", "/**/.htpasswd", "/**/.npmrc", "/**/.pypirc"),
    *("/**/.aws/**", "/**/.azure/**", "/**/.kube/**", "/**/.docker/config.json", "/**/.dockercfg", "/**/kubeconfig"),
    *("/**/kubeconfig.*", "/**/*.kubeconfig", "/**/.git-credentials", "/**/.boto", "/**/.s3cfg", "/**/.vault-token"),
    *("/**/credentials", "/**/credentials.*", "/**/secrets.*", "/**/secret.*", "/**/*.secret", "/**/*.secrets"),
    *("/**/service-account*.json", "/**/serviceaccount*.json", "/**/client_secret*.json", "/**/master.key"),
    *("/**/*.dump", "/**/*.dmp", "/**/*.bak", "/**/*.sqlite", "/**/*.sqlite3", "/**/*.db", "/**/*.rdb", "/**/*.mdb"),
    *("/**/*.sql.gz", "/**/*dump*.sql", "/**/*backup*.sql", "/**/*.core", "/**/*.hprof"),
    *("/**/*.har", "/**/*.pcap", "/**/*.pcapng", "/**/wallet.dat", "/**/.bash_history", "/**/.zsh_history"),
)
NEVER = PathSet(PATTERNS, checked=True)


def forbidden(paths: Iterable[bytes], never: PathSet) -> tuple[bytes, ...]:
    """Those of the paths of which nothing may be sent."""
    return tuple(dict.fromkeys([path for path in paths if NEVER.matches(path.lower()) or never.matches(path)]))
