"""Ways by which a command does more than its first word says, and everyday commands that look like them."""

from __future__ import annotations

import pytest

from guard_hooks.agents.shell import writes
from tests.agents.test_shell_stands import lines

# Each is asked about, or writes what no phase of `src` covers
MORE = r"""
.venv/bin/ls other/c
node_modules/.bin/cat other/c
vendor/bin/find other
npx ls other/c
npx -y cat other/c
bunx cat other/c
uvx ls other
npm exec ls other/c
uv tool run cat other/c
bun x cat other/c
GREP='rm other/c' zgrep a b
export GREP=./x; xzgrep a b
env CMP=./x zcmp a b
DIFF='rm other/c' zdiff a b
UNZIP='-d other' unzip a.zip -d src
ZIPOPT=-m zip -r src/x.zip other
GZIP=-r gzip -k src/x
MANOPT='-P x' man ls
PERL5LIB=src perl -pe 's/\N{SPACE}//' src/a.py
envsubst -o other/c
XDG_CACHE_HOME=other ruff check src
XDG_DATA_HOME=other mypy src
GOPATH=other go build ./...
GOMODCACHE=other go build ./...
GOTMPDIR=other go build ./...
BUNDLE_PATH=other bundle exec rspec
GEM_HOME=other bundle exec rspec
PRE_COMMIT_HOME=other pre-commit run
UV_TOOL_DIR=other uvx ruff check
NX_CACHE_DIRECTORY=other nx test
PYTEST_DEBUG_TEMPROOT=other pytest
GCOV_PREFIX=other make test
PERLIO_DEBUG=other/c perl -pe s/a/b/ src/a.py
HISTFILE=other/c bash -c ls
AWS_SHARED_CREDENTIALS_FILE=src/x aws s3 ls
NODE_OPTIONS='--require ./src/x' npm test
NODE_OPTIONS="--no-warnings --import=./src/x" npm test
NODE_OPTIONS=$x npm test
perl -ne 'print if /@{[unlink "other/c"]}/' src/a.py
perl -ne 'print if /x/ and unlink "other/c"' src/a.py
perl -ne 'print if /x/;s/a/b/e' src/a.py
perl -ne 'print if /x/e' src/a.py
perl -ne 'print if /(?{unlink "x"})/' src/a.py
perl -ne 'print if /x' src/a.py
node -e 'console.log(require("fs").rmSync("other/c"))'
node -e 'console.log(process.version);process.exit()'
node -e 'process.exit()'
tflint --fix
tflint --chdir=other --fix
tflint -c src/x
brakeman -o other/c
brakeman -c src/x
checkov -d . --output-file-path other
checkov -d . --external-checks-dir src
tfsec . --out other/c
python3 -m sysconfig --generate-posix-vars
python3 -m py_compile other/a.py
sed -n "$(cat src/s)" src/a.py
sed -n "$x" src/a.py
sed "s/a/$x/" src/a.py
n="w other/c;$(wc -l < a)"; sed -n "$n" src/a.py
false && n=$(wc -l < a); sed -n "${n}p" src/a.py
sed -e "$x" src/a.py
x=$(cat list); sed "s/a/$x/" src/a.py
n=5; read n < list; sed -n "${n}p" src/a.py
for i in 1 2; do :; done; read i < list; sed -n "${i}p" src/a.py
for i in 1 $(cat list); do sed -n "${i}p" src/a.py; done
awk "$x" src/a.py
awk "$(cat src/s)" src/a.py
awk "/$x/ {print}" src/a.py
find src -exec awk {} src/a.py \;
find . "$x"
find . -type f "$x"
openssl rand -writerand other/c 4
openssl dgst -sha256 -out other/c src/a.py
python -c "import importlib; importlib.import_module('os')"
"""
LET = r"""
.venv/bin/pytest -q
.venv/bin/jq . a.json
node_modules/.bin/eslint src
npx eslint src
npx which node
uvx ruff check
zgrep -n x a.gz
zdiff a.gz b.gz
DIFF=$(git diff --stat); echo "$DIFF"
envsubst < src/a
perl -ne 'print if /x[0-9]+$/i' src/a.py
a=10; b=20; sed -n "${a},${b}p" src/a.py
n=$(wc -l < src/a.py); sed -n "${n}p" src/a.py
for i in 1 2 3; do sed -n "${i}p" src/a.py; done
for i in {1..5}; do awk "NR==$i" src/a.py; done
sed -n "$(wc -l < src/a.py)p" src/a.py
sed -n "$((1+2)),5p" src/a.py
v=1.2.3; sed "s/0.0.0/$v/" src/a.py
awk -v n="$x" '{print n}' src/a.py
find "$d" -name '*.py'
find src -name "$x"
perl -ne 'print if /a\/b/; s/x/y/' src/a.py
node -e "console.log(1 + 2)"
node -e "console.log(require('./package.json').version);"
NODE_OPTIONS=--max-old-space-size=4096 npm run build
NODE_OPTIONS="--no-warnings --enable-source-maps" npm test
XDG_CACHE_HOME=/dev/null mypy src
tflint
tflint --recursive
brakeman -q
checkov -d .
tfsec .
openssl rand -hex 16
openssl dgst -sha256 src/a.py
uuidgen
python -c "import ast; ast.parse(open('src/a.py').read())"
python -c "from importlib.metadata import version; print(version('django'))"
unset HISTFILE; ls
"""


@pytest.mark.parametrize("command", lines(MORE))
def test_more_is_done_than_is_said(command: str) -> None:
    written = writes(command, lambda path: path in ("src", "other"))
    assert written.unread or any([path.startswith("other") for path in written.paths])


@pytest.mark.parametrize("command", lines(LET))
def test_no_more_is_done_than_is_said(command: str) -> None:
    written = writes(command, lambda path: path in ("src", "other"))
    assert not (written.unread or written.paths or written.git)
