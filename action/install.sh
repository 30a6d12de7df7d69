#!/usr/bin/env bash
# Puts guard, as it stands beside this file, into an environment of its own under RUNNER_TEMP, and says where it is: as an output of
# the step, or where no runner of GitHub asks, on standard output.
# What it stands on comes by the hashes of requirements.txt. Nothing of the repository under judgement is read: not the folder
# the job works in, and no Python but an isolated one (-I), which looks at no PYTHONPATH either.
set -euo pipefail
unset "${!PYTHON@}" # pip starts itself once more, and not isolated

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"

stop() {
    if [ -n "${GITHUB_OUTPUT:-}" ]; then
        printf '::error title=guard was not installed::%s\n' "$1"
    else
        printf 'guard was not installed: %s\n' "$1" >&2
    fi
    exit 5 # what guard says where it cannot establish something: never a pass
}

fits() { # a Python that guard runs on, with what an environment is made from
    "$1" -I -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1
}

found() { # the first that fits: the one that was asked for and no other, else one of the PATH, else one that the runner keeps
    local one
    if [ -n "${GUARD_PYTHON:-}" ]; then
        if fits "$GUARD_PYTHON"; then printf '%s' "$GUARD_PYTHON"; fi
        return
    fi
    for one in python3 python3.14 python3.13 python3.12 python3.11 "${RUNNER_TOOL_CACHE:-/nowhere}"/Python/3.*/*/bin/python3; do
        if fits "$one"; then
            printf '%s' "$one"
            return
        fi
    done
}

python="$(found)"
if [ -z "$python" ]; then
    if [ -n "${GUARD_PYTHON:-}" ]; then
        stop 'The input "python" is no Python 3.11 or newer with venv: give the path of one, or leave it out.'
    fi
    stop 'This runner has no Python 3.11 or newer with venv: set one up in a step before (actions/setup-python), or name it with "python".'
fi

home="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/guard.XXXXXXXX")" # a new one each time: what another step left is not trusted
if "$python" -I -c 'import pip' > /dev/null 2>&1; then # its own pip fills the environment: seconds less than to bring one along
    "$python" -I -m venv --without-pip "$home/venv" >&2 || stop 'Python could not make an environment of its own.'
    pip=("$python" -I -m pip --python "$home/venv/bin/python")
else
    "$python" -I -m venv "$home/venv" >&2 || stop 'Python could not make an environment of its own.'
    pip=("$home/venv/bin/python" -I -m pip)
fi
pip+=(install --quiet --disable-pip-version-check --no-input --no-compile)
"${pip[@]}" --require-hashes --only-binary :all: -r "$here/requirements.txt" >&2 ||
    stop 'What guard stands on could not be had as its lock names it: Linux with glibc or macOS on Apple silicon, and a package index, are needed.'
"${pip[@]}" --no-index --no-deps --no-build-isolation "$(dirname "$here")" >&2 || stop 'guard could not be built from its own checkout.'

# A command alone: to have all of the environment on the PATH would put its python and pip before those of the job.
mkdir "$home/bin"
printf '#!/bin/sh\nexec "%s" -I -m guard "$@"\n' "$home/venv/bin/python" > "$home/bin/guard"
chmod 755 "$home/bin/guard"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'guard=%s\n' "$home/bin/guard" >> "$GITHUB_OUTPUT"
else
    printf '%s\n' "$home/bin/guard"
fi
if [ "${GUARD_JOB:-}" = setup ]; then
    printf '%s\n' "$home/bin" >> "${GITHUB_PATH:?}"
fi
