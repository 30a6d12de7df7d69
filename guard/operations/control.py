"""Files that steer what is checked: guard's own documents, hooks and harness settings, and CI. Told by their names."""

from __future__ import annotations

from guard.model.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

GUARD = (Operation("guard.config.change"),)
CI = (Operation("ci.change"),)
READ = (b".github/workflows/", b".gitea/workflows/", b".forgejo/workflows/")  # another detector reads these
# Folders and files of CI; every other protected file steers guard, a hook, a harness or git itself.
PLACES = (
    *(b".github/actions/", b".gitlab/", b".circleci/", b".buildkite/", b".woodpecker/", b".semaphore/", b".builds/"),
    *(b".gitlab-ci.yml", b"azure-pipelines.yml", b"jenkinsfile", b"bitbucket-pipelines.yml", b".travis.yml"),
    *(b".drone.", b".woodpecker.", b".appveyor.yml", b"appveyor.yml", b".cirrus.", b".build.yml", b"cloudbuild."),
    *(b"action.yml", b"action.yaml"),
)


def detect(protected: Iterable[bytes]) -> dict[bytes, tuple[Operation, ...]]:
    """One operation for every protected path that no other detector reads; CODEOWNERS is read by its own."""
    told: dict[bytes, tuple[Operation, ...]] = {}
    for path in protected:
        lowered = path.lower()
        if not lowered.startswith(READ) and not lowered.endswith(b"codeowners"):
            told[path] = CI if lowered.startswith(PLACES) else GUARD
    return told
