"""What tests, builds and tools are told in words: where they write, what they start, and what is everyday work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_hooks.agents.shell import Written, writes
from guard_hooks.agents.shell.programs.output_tables import TELLS
from guard_hooks.agents.shell.programs.tables import RUNS
from tests.agents.test_shell import LONG, said, steps

OWN, IN_GIT = "it writes inside of git's own folder", "it works inside of git's own folder"
CODE = "names a program, or code"
PATCH = "which files patch writes says the patch"
UNIFIED = "--- a/src/x\n+++ b/src/x\n@@ -1 +1 @@\n-a\n+b\n"
# Nothing is said but that code of the project runs, or not even that
EVERY_DAY = {
    "black --check --diff src; black -q --check .; black --preview --check .; black --line-length 100 --check .": "",
    "uv version; rsync -av --delete --dry-run src/ b/; export XZ_OPT=-9 JAVA_OPTS=-Xmx2g; set -- -a b": "",
    "read -ra parts <<< x; set -eu; set +a; set -o pipefail; t=$(stat -c %Y f); n=$(grep -ic x f); ((n + t))": "",
    "pytest -q": "pytest",
    "pytest -x -vv --lf tests/x.py::test_y -k 'a and b' -p no:randomly -n 2": "pytest",
    "pytest --cov=src --cov-report=term-missing --cov-fail-under 90 tests": "pytest",
    "pytest --cov --cov-report term --co": "pytest",
    "pytest -c pytest.ini --rootdir . -o addopts= --import-mode=importlib": "pytest",
    "pytest -p xdist --ignore=.git --ignore .claude --deselect a.py::b": "pytest",
    "pytest .claude/hooks/test_x.py": "pytest",
    "pytest -x .claude/hooks/test_x.py": "pytest",
    "PYTHONPATH=src pytest": "pytest",
    "make test": "make test",
    "make -j$(nproc) test": "make test",
    "make -j$(getconf _NPROCESSORS_ONLN) IMAGE=a-agent test": "make test",
    "make -j 4 -C sub -f Makefile.dev check": "make check",
    "make CC=gcc CFLAGS='-O2 -g' PREFIX=/usr/local V=1 all": "make all",
    "make test ARGS='-k one -v'": "make test",
    "CC=clang-15 make": "make",
    "CXXFLAGS='-O2 -g -Wall' make": "make",
    "for ENV in dev prod; do make $(nproc); done": "make",
    "A_PATH=src/a npm test": "npm test",
    "npm test": "npm test",
    "npm --prefix web test": "npm test",
    "npm test -- --coverage --watch=false": "npm test",
    "yarn lint --fix": "yarn lint",
    "pnpm -r test": "pnpm test",
    "yarn workspace web build": "yarn build",
    "npx jest --coverage --testPathIgnorePatterns .git src/a.test.ts": "jest",
    "npx vitest run src": "vitest",
    "npx tsc --noEmit -p tsconfig.json": "tsc",
    "tsc --noEmit": "tsc",
    "go test ./...": "go test",
    "go test -race -count=1 -run 'TestA|TestB' -v ./pkg/...": "go test",
    "go build ./...": "go build",
    'go build -ldflags "-s -w -X main.version=1.2" ./cmd/x': "go build",
    "go vet ./...": "go vet",
    "go tool cover -func=c.out": "go tool",
    "GOFLAGS=-mod=mod go test ./...": "go test",
    "cargo test": "cargo test",
    "cargo test --workspace --manifest-path sub/Cargo.toml -- --nocapture": "cargo test",
    "cargo build --release -p x": "cargo build",
    "RUSTFLAGS='-D warnings' cargo check": "cargo check",
    "mvn -q -pl mod -am -DskipTests -Dtest=A test": "mvn test",
    "./gradlew test --tests A -Pfast=true": "gradlew test",
    "cmake --build build -j4 --target all": "cmake",
    "ctest --output-on-failure -R a": "ctest",
    "tox -e py311 -- -k x": "tox",
    "coverage report -m": "coverage",
    "pre-commit run --files .github/workflows/ci.yml a.py": "pre-commit run",
    "pip install -r requirements.txt -e .": "pip install",
    "dotnet test -v q --no-build": "dotnet test",
    "ruff check .": "",
    "eslint --quiet .github/actions/x/index.js": "",
    "prettier --check .github/workflows/ci.yml": "",
    "gofmt -l .": "",
    "curl -s -o /dev/null -w '%{http_code}\\n' https://a": "",
    "curl -fsS --retry 3 -T a https://b/c": "",
    "tar --list --verbose -f a.tar": "",
    "tar -xzf a.tgz --to-stdout --wildcards '*.md'": "",
    "gofmt -d -s .": "",
    "terraform fmt -check": "",
    "gh pr list --search .github/workflows": "",
    "guard check --git /usr/bin/git": "",
    "guard check --format json": "",
    "cmake -E echo hi": "",
    "pylint --load-plugins=pylint.extensions.docparams src": "pylint",
    "python -m unittest discover -s tests -v": "python -m unittest",
    "./gradlew -Dorg.gradle.parallel=true build": "gradlew build",
    "cmake --build build -- -j4": "cmake",
}
# What they write because they are told to; a name with a minus in front is gone afterwards
TOLD = {
    "black --include --diff other/x.py": "other/x.py",
    "black -q --include --diff other/x.py": "other/x.py",
    "rsync -a --out-format -n src/ other/": "other/",
    "zstd -c --trace other/c src/a": "other/c",
    "PIP_LOG=other/c pip list": "other/c",
    "NODE_V8_COVERAGE=other/c npm test": "other/c/",
    "pytest --debug=other/c": "other/c",
    "mypy --timing-stats other/c src": "other/c",
    "ss -D other/c": "other/c",
    "zstdcat x.zst -o other/c": "other/c",
    "cloc --out other/c src": "other/c",
    "scc -o other/c": "other/c",
    "npm ls --cache other/c": "other/c",
    "npm ls --logs-dir=other/c": "other/c/",
    "uniq --skip-f 0 src/a other/c": "src/a other/c",
    "xxd -cols 16 src/a other/c": "src/a other/c",
    "xxd -bits src/a other/c": "other/c",
    "pytest --basetemp=out/tmp": "-out/tmp/",
    "pytest --junitxml=report.xml -q": "report.xml",
    "pytest --junit-xml report.xml": "report.xml",
    "pytest --cov-report=html:out --cov-report xml:c.xml tests": "out/ c.xml",
    "pytest -o cache_dir=out -o addopts='--log-file=a.log -q'": "out/ a.log",
    "pytest --html=r.html --unheard-of-output-dir d": "r.html d/",
    "python -m pytest --junitxml=r.xml": "r.xml",
    "cd sub && pytest --junitxml=r.xml": "sub/r.xml",
    "make -C sub DESTDIR=out install": "sub/out/",
    "coverage xml -o c.xml": "c.xml",
    "coverage html --directory=out": "out/",
    "coverage run --data-file=a.cov -m pytest --basetemp=out": "a.cov -out/",
    "COVERAGE_FILE=a.cov pytest": "a.cov",
    "go build -o bin/x ./cmd/x": "bin/x",
    "go build -o=bin/x ./cmd/x": "bin/x",
    "go test -coverprofile=c.out -json ./...": "c.out",
    "go test -c -o x.test -cpuprofile cpu.out .": "x.test cpu.out",
    "go tool cover -html=c.out -o c.html": "c.html",
    "cargo build --target-dir out": "out/",
    "curl -fsSL --create-dirs --output-dir out -O https://a/b": "out/",
    "curl -Z --output-dir out -O https://a/b": "out/",
    "tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -czf a.tgz src": "a.tgz",
    "tar --extract --gzip --file a.tgz --strip-components=1 --directory out": "out/",
    f"patch -p1 <<'E'\n{UNIFIED}diff -u\n--- a/y\n+++ b/y\n@@ -1,2 +1,2 @@ f():\n-- a\n+++ c\n *** x\nE": "src/x y",
    "CARGO_TARGET_DIR=out cargo build": "out/",
    "tsc --outDir dist --declarationDir=types": "dist/ types/",
    "tsc -outdir dist": "dist/",
    "npx jest --outputFile=r.json --coverageDirectory cov": "r.json cov/",
    "vitest run --coverage.reportsDirectory=cov --outputFile.junit=r.xml": "cov/ r.xml",
    "npm run build -- --outDir dist": "dist/",
    "npm pack --pack-destination out": "out/ ./",
    "mvn -DoutputDirectory=out package": "out/",
    "cmake -B build -S .": "build/",
    "cmake -E touch a": "a",
    "python -m build --outdir out": "out/",
    "uv run --directory sub pytest --junitxml=r.xml": "sub/r.xml",
    "tar xf a --one-top-level=out": "out/ ./",
    "tar tf a --index-file=out": "out/",
    "cmake -E rm -rf src": "-src/",
    "phpunit --log-junit r.xml --coverage-html out": "r.xml out",
    "rspec --out r.txt -f d": "r.txt",
    "pip install --target out x": "out/",
    "pip install --targ=out x": "out/",
    "dotnet build -o out": "out",
    "dotnet build -p:OutputPath=out": "out/",
    "rollup -o a.js -c": "a.js",
    "stack exec rm a": "-a",
    # and those that only judge or lay out
    "eslint -o r.txt src": "r.txt",
    "ruff check --output-file=r.txt src": "r.txt",
    "gofmt -cpuprofile=cpu.out a.go": "cpu.out",
    "mypy --junit-xml r.xml --html-report=out src": "r.xml out",
    "guard check --format sarif=r.sarif": "r.sarif",
    "ktlint --reporter=json,output=r.json": "r.json",
    "sqlfluff lint --write-output=r.txt a.sql": "r.txt",
    "rubocop --auto-gen-config": "./",
    "npm x -- dos2unix a": "a",
    "tsc --init": "tsconfig.json",
    "pytest -o 'log_file = a.log'": "a.log",
    "wget --save-cookies c.txt -O a https://example.org": "c.txt a",
    "git read-tree --index-output=out x": "out ./",
    "git pack-objects out/x": "out/x",
    "git index-pack -o out a.pack": "a.pack out",
    "JEST_JUNIT_OUTPUT_DIR=out npx jest": "out/",
    # compilers
    "gcc -O2 -Wall -Wextra -g -o x a.c b.c -lm": "x",
    "gcc -obin/x a.c -I include -DA=1": "bin/x",
    "gcc -c -std=c11 src/a.c src/b.c": "a.o b.o",
    "cc a.c": "a.out",
    "clang++ -std=c++20 -MMD -MF a.d -c a.cc -o out/a.o": "a.d out/a.o",
    "gcc -fsyntax-only a.c": "",
    "gcc -E a.c": "",
    "javac -d out -cp lib/a.jar src/A.java": "out/",
    "javac src/A.java B.java": "src/ ./",
    "rustc --edition 2021 -o x a.rs": "x",
    "rustc a.rs": "./",
    # words of nobody knows what use
    "pytest --foo=.guard/policy.yaml": ".guard/policy.yaml",
    "pytest --foo .guard/policy.yaml": ".guard/policy.yaml",
    "jest --foo=a:.claude/settings.json,b": ".claude/settings.json",
    "make X=.guard/plans": ".guard/plans",
    "cargo run -- --to /x/y/.github/workflows/ci.yml": "/x/y/.github/workflows/ci.yml",
    "npm run build -- src/../.husky/pre-commit": "src/../.husky/pre-commit",
}
# What is told to write where nobody may
IN_PROTECTED = {
    "pytest --basetemp=.git/hooks": OWN,
    "pytest -q --junitxml=sub/../.GIT/config": OWN,
    "pytest -o addopts=--basetemp=.git/hooks": OWN,
    "pytest --unheard-of=.git/hooks/pre-commit": OWN,
    "pytest --unheard-of .git/hooks/pre-commit": OWN,
    "coverage run -m pytest --basetemp=.git/hooks": OWN,
    "cd .git && go build": IN_GIT,
    "make -C .git x": IN_GIT,
    "go build -o .git/hooks/x": OWN,
    "go build -x -o=/a/.git/hooks/x": OWN,
    "cargo build --target-dir .git": OWN,
    "cargo doc --unheard-of=.git": OWN,
    "npm pack --pack-destination .git/hooks": OWN,
    "npm run build -- --outDir .git/hooks": OWN,
    "mvn -DoutputDirectory=.git/hooks package": OWN,
    "dotnet build -p:A=.git": OWN,
    "ruff check --output-file=.git/x src": OWN,
    "ruff check --config 'cache-dir=\".git\"' src": OWN,
    "prettier --cache-location=.git/x --check a": OWN,
    "docker build -o .git/hooks .": OWN,
    "make HOOKS=.git/hooks install": OWN,
    "make INSTALL_DIR=a:.git/hooks install": OWN,
    "cmake -E copy a .git/hooks/pre-commit": OWN,
    "npx tsc --outDir .git/hooks": OWN,
    "cmake -DCMAKE_INSTALL_PREFIX=.git -S .": OWN,
    "cmake --build .git": IN_GIT,
    "npm -C .git test": IN_GIT,
    "go build -C .git": IN_GIT,
    "uv run --directory .git pytest": IN_GIT,
    "UNHEARD_OF=.git/hooks npm test": OWN,
    "GOTMPDIR=.git go build": OWN,
    "pytest --\u0130\u0130X=.git/x": OWN,
    "tsc -\u0130\u0130X .git/x": OWN,
    "tar xf a --one-top-level=.git/hooks": OWN,
    "python -m build --outdir .git": OWN,
    "python -m unittest --unheard-of=.git/x": OWN,
    "make 'X = .git/hooks' all": OWN,
    "gcc -o .git/hooks/pre-commit a.c": OWN,
    "gcc -o.git/hooks/pre-commit a.c": OWN,
    "javac -d .git/hooks A.java": OWN,
    "COVERAGE_FILE=.git/index pytest": OWN,
}
# What starts something that its words name
STARTED = {
    "make --eval='x:; rm -rf .git' x": CODE,
    "make --ev=x": CODE,
    "make -E x": CODE,
    "make SHELL=/tmp/x": CODE,
    "make .SHELLFLAGS=x all": CODE,
    "make 'SHELL = /x'": CODE,
    "make SHELL:=/x": CODE,
    "make 'X!=rm a' all": "may come to be a command",
    "make -j$(date '+ --eval=x')": "make has words that are computed",
    "make -j$(nproc; echo --eval=x)": "make has words that are computed",
    "make -j$(nproc)$X": "make has words that are computed",
    f"pytest -c{'=' * 5000}../x": "from elsewhere",
    "pytest @words": "pytest does what a file says",
    "pytest -c=../x.ini": "from elsewhere",
    "make CC=./x": CODE,
    "cmake --build build -- --eval=x": CODE,
    "cmake --build build -- -f /tmp/x": "from elsewhere",
    "mvn -DargLine=-javaagent:x.jar test": CODE,
    "./gradlew -Dorg.gradle.jvmargs=-Dx build": CODE,
    'jest --config \'{"coverageDirectory":"x"}\'': "from elsewhere",
    "pylint --load-plugins=mine src": CODE,
    "python -m timeit 'import a'": "python runs code",
    "npx --node-options=x prettier a": "npx runs it in another way",
    "make CC='rm -rf src' all": CODE,
    "make X='a; rm b'": "may come to be a command",
    'make "X=$(cat a)"': "may come to be a command",
    "make -f /tmp/x": "from elsewhere",
    "make -f - all": "from elsewhere",
    "make --file=../x": "from elsewhere",
    "make $X": "make has words that are computed",
    'x=--eval=y; make "$x"': "make has words that are computed",
    "make -j$N": "make has words that are computed",
    "make -j$(cat a)": "make has words that are computed",
    "CC=./x make": "it sets CC",
    "go test -exec ./x ./...": "./x",
    "go test -exec='rm -rf' ./...": "computed",
    "go vet -vettool=/tmp/x ./...": "/tmp/x",
    "go build -toolexec 'python a.py' ./...": "python runs code",
    "go build -ldflags '-linkmode external -extld=./x'": "more to its compiler",
    "go build -gcflags=-o=a": "more to its compiler",
    "go tool compile -o a b.go": "what go tool compile does is not known",
    "GOFLAGS=-toolexec=./x go build": "it sets GOFLAGS",
    "npm --script-shell=./x test": CODE,
    "npm --yes exec rm a": "what npm exec does is not known",
    "npm x -c 'rm a'": "what npm x starts is not known",
    "yarn --silent exec rm a": "what yarn exec does is not known",
    "yarn node -e x": "what yarn node does is not known",
    "yarn dlx x": "what yarn dlx does is not known",
    "pnpm -r exec rm a": "what pnpm exec does is not known",
    "pnpm dlx x": "what pnpm dlx does is not known",
    "npm test --userconfig x": CODE,
    "npm_config_script_shell=./x npm test": "decides what is run",
    "cargo --config build.rustc-wrapper='\"./x\"' build": CODE,
    "RUSTC_WRAPPER=./x cargo build": "it sets RUSTC_WRAPPER",
    "RUSTFLAGS=-Clinker=./x cargo build": "it sets RUSTFLAGS",
    "pytest -p evil": CODE,
    "pytest --pyargs x": CODE,
    "pytest -c /tmp/x.ini": "from elsewhere",
    "pytest --override-ini=addopts='-p evil'": CODE,
    f"pytest {'-oaddopts=' * 5000}": CODE,
    "PYTEST_PLUGINS=x pytest": "decides what is run",
    "pytest $X": "pytest has words that are computed",
    "pylint --init-hook='import x' src": CODE,
    "gcc -fplugin=./x.so a.c": "what gcc does with -fplugin is not known",
    "gcc -Wl,-Map=a a.c": "what gcc does with",
    "gcc -wrapper ./x a.c": "what gcc does with -wrapper is not known",
    "gcc -MMD -c a.c": "what a file depends on",
    "gcc @a": "gcc has words that are computed",
    "gcc $X": "computed",
    "javac -processor X A.java": "what javac does with -processor is not known",
    "rustc -C linker=./x a.rs": "what rustc does with -C is not known",
    'pytest --foo="$X/.guard/policy.yaml"': "pytest writes to a place that is computed",
    'pytest --junitxml="$X"': "pytest writes to a place that is computed",
    "npm run x --to=~/.claude/settings.json": "folder of a person",
    "zip -T -TT 'rm a' x y": "zip does more than it says",
    "tar xf a -C src --transform=s,^,b/,": "gives what it unpacks other names",
    "bsdtar -xf a -s ,x,b/x,": "gives what it unpacks other names",
    "tar -xf a --suffix --to-stdout": "tar has an option that is not known",
    "tar -xf a --suff -t": "tar has an option that is not known",
    "tar -xf a --direct -C": "tar has an option that is not known",
    "tar -cf a --volno-file=b c": "tar has an option that is not known",
    "curl -sT a file:///b": "curl writes where it is not said",
    "curl --upload a file:/b": "curl writes where it is not said",
    "curl -T a --url fi[l-l]e:///b": "curl writes where it is not said",
    "curl -T a {file,x}:///b": "curl writes where it is not said",
    'curl -T a "$x"': "curl writes where it is not said",
    "curl -T a --proto-default file /b": "curl writes where it is not said",
    "curl -w '%output{b}x' https://a": "curl writes where it is not said",
    "curl -sw@a https://a": "curl writes where it is not said",
    "curl --write-o '%output{b}x' https://a": "curl writes where it is not said",
    "curl -o 'a/#1' 'file:///{b,c}'": "curl writes where it is not said",
    "curl --output-di b -O https://a/c": "curl writes where it is not said",
    "curl --output-dir b -O https://a/c --next -O https://a/d": "curl writes where it is not said",
    "curl --ciphers --output-dir b -O https://a/c": "curl writes where it is not said",
    f"patch -p1 <<'E'\n{UNIFIED}*** a/c\n--- b/c\n***************\n*** 1 ****\n! x\n--- 1 ----\n! y\nE": PATCH,
    f"patch -p1 <<'E'\n{UNIFIED}  --- a/c\n  +++ b/c\n  @@ -1 +1 @@\n  -a\n  +b\nE": PATCH,
    f"patch -p1 <<'E'\n{UNIFIED}Index: c\n1c\nx\n.\nE": PATCH,
    f"patch -p1 <<'E'\n{UNIFIED}+++ c\n@@ -1 +1 @@\n-a\n+b\nE": PATCH,
    f"patch -p1 <<'E'\n{UNIFIED}--- a/d\n+++ b/d\n@@ -1,9 +1 @@\n-a\n+b\n*** c\nE": PATCH,
    "git --exec-path=x request-pull a b": "its own programs from elsewhere",
    "read -r PATH <<< /tmp/x; ls": "it sets PATH",
    "printf -v PATH /tmp/x; ls": "it sets PATH",
    "printf -vPATH /tmp/x; ls": "it sets PATH",
    "for PATH in /tmp/x; do ls; done": "it sets PATH",
    "read x GOFLAGS < a; export GOFLAGS; go build": "it sets GOFLAGS",
    ": ${BASH_ENV:=/tmp/e.sh}; export BASH_ENV; bash -c ls": "it sets BASH_ENV",
    ": ${ENV:=/tmp/e.sh}; sh -c ls": "it sets ENV",
    ": ${PS4:='$(rm a)'}; set -x; ls": "it sets PS4",
    ": ${PATH[0]:=/tmp}; ls": "it sets PATH",
    'read GIT_TRACE <<< "$PWD/a"; export GIT_TRACE; git log': "a trace of git writes to a place that is computed",
    "for GIT_DIR in a; do export GIT_DIR; git log; done": "it sets GIT_DIR",
    "read -aLD_PRELOAD < a; ls": "it sets LD_PRELOAD",
    "readarray -t PATH < a": "it sets PATH",
    "set -a; X=1": "hands every variable on",
    "set -eao pipefail; X=1": "hands every variable on",
    "set -o allexport; X=1": "hands every variable on",
    "export $(cat src/env); git commit": "which variable it sets is computed",
    'export "$x"; git commit': "which variable it sets is computed",
    'declare -x "$x=1"': "which variable it sets is computed",
    'export "PATH+=:/tmp/x"; ls': "it sets PATH",
    "((PATH <<= 1)); ls": "it sets PATH",
    "((PATH++)); ls": "it sets PATH",
    "TAR_OPTIONS='--checkpoint=1 --checkpoint-action=exec=x' tar -cf src/x.tar src": "it sets TAR_OPTIONS",
    "GREP_OPTIONS=-x grep a b": "it sets GREP_OPTIONS",
    "RIPGREP_CONFIG_PATH=src/a rg x": "decides what is run",
    "CURL_HOME=src curl -s u": "decides what is run",
    "POSIXLY_CORRECT=1 gzip other/c -c": "read their options in another way",
    "read -r PYTHONPATH <<< /tmp/s; export PYTHONPATH; python3 -m calendar": "it sets PYTHONPATH",
    'python3 -m timeit -s \'open("other/c","w")\'': "python3 runs code",
    "x=$(grep --color a f); ((x))": "any text",
    "x=$(grep -e -c f); ((x))": "any text",
    "x=$(grep -rc a src); ((x))": "any text",
    "x=$(wc --files0-from=f); ((x))": "any text",
    'x=PATH; read "$x" <<< /tmp/s; ls': "it sets PATH",
    'x+=PATH; read "$x" <<< /tmp/s; ls': "which variable it sets is computed",
    "x='HUSKY=0'; ((x)); git commit": "any text",
    "x=PATH; (($x=0)); ls": "any text",
    "x=CDPATH; : ${!x:=other}; cd d": "it runs what stands in a variable",
    "while read -r PATH; do ls; done < f": "it sets PATH",
    "command read PATH < f; ls": "it sets PATH",
    "for ((PATH = 0; ; )); do ls; done": "it sets PATH",
    'x=PATH; printf -v "$x" /tmp/s; ls': "it sets PATH",
    'x+=PATH; printf -v "$x" /tmp/s; ls': "which variable it sets is computed",
    "xz --files=src/list": "xz does what a file says",
    "uv version 9.9": "what uv version does is not known",
    "uv version --bump minor": "what uv version does is not known",
    "mypy @src/words": "mypy does what a file says",
    "mypy --config x src": "is cut short",
    "ruff check --config fix=true other/x.py": "says what it goes by",
    "ruff check --config ruff.toml .github/actions/x.py": "settings of the tree",
    "mypy --config-file mypy.ini --strict src": "settings of the tree",
    "ruff check --config /tmp/x.toml other/x.py": "from elsewhere",
    "nm --plugin ./x.so a": "nm starts another program",
    "actionlint -shellcheck=./x": "actionlint starts another program",
    "actionlint -init-config": "actionlint starts another program",
    "scc --format-multi tabular:stdout,html:x": "scc starts another program",
    "CFLAGS=-fplugin=./x.so make": "it sets CFLAGS",
    "TOX_OVERRIDE=testenv.commands=x tox": "decides what is run",
    "guard check --git ./x": CODE,
    "guard check --git=./x": CODE,
    "guard check --g=./x": CODE,
    "mvn exec:exec -Dexec.executable=rm": CODE,
    "./gradlew -I /tmp/x.gradle test": "from elsewhere",
    "cmake -P /tmp/x.cmake": "from elsewhere",
    "cmake -DCMAKE_C_COMPILER_LAUNCHER=./x -S . -B build": CODE,
    "cmake -E env rm $x": "rm has words that are computed",
    "cmake -E unheard-of": "what cmake -E unheard-of does",
    "coverage run a.py": "python runs code",
    "just --shell ./x all": CODE,
    "rake -e 'x'": CODE,
    "mix eval x": "that its words name",
    "sbt 'eval x'": "that its words name",
    "phpunit -d auto_prepend_file=x.php": CODE,
    "eslint -c /tmp/x.js src": "from elsewhere",
    "prettier --plugin=/tmp/x.js --check a": "from elsewhere",
    "mypy --python-executable ./x src": "mypy starts another program",
    "bazel test --run_under=./x //a": "./x",
    "tar xf a --to-command=./x": "tar starts another program",
    "find . -exec ./x {} ;": "./x",
    "env -S 'rm a'": "env runs it in another way",
    "ssh -o ProxyCommand=./x host": "what ssh writes is not known",
    "git -c core.alternateRefsCommand=./x status": "which program it starts",
    "git -c gpg.ssh.defaultKeyCommand=./x commit": "which program it starts",
}


@pytest.mark.parametrize("command", EVERY_DAY)
def test_everyday_work_is_left_alone(command: str) -> None:
    assert writes(command) == Written(runs=(EVERY_DAY[command],) if EVERY_DAY[command] else ())


@pytest.mark.parametrize("command", TOLD)
def test_what_is_told_to_be_written_is_found(command: str) -> None:
    written = writes(command)
    assert (said(written), written.unread, written.git) == (TOLD[command], (), ())


@pytest.mark.parametrize("command", IN_PROTECTED)
def test_what_is_told_to_write_into_gits_folder_goes_round(command: str) -> None:
    assert IN_PROTECTED[command] in writes(command).git


@pytest.mark.parametrize("command", STARTED, ids=lambda command: command[:60])
def test_a_program_that_words_name_is_asked_about(command: str) -> None:
    assert STARTED[command] in "; ".join(writes(command).unread)


def test_a_folder_that_stands_is_one_where_a_file_is_named() -> None:
    assert said(writes("go build -o bin ./cmd/x", lambda path: path == "bin")) == "bin/"
    assert said(writes("go build -o bin ./cmd/x", lambda path: False)) == "bin"


def test_a_place_that_is_deep_is_looked_at() -> None:
    deep = "a/" * 19 + ".claude/settings.json"
    assert writes(f"pytest --foo={deep}").paths == (deep,)
    assert writes(f"pytest --foo={'a/' * 50}x.y").paths != ()


PIECES = "-o|-q|--x|--x=|--out-dir|--|=|a=b|-p|-DoutputDirectory=|-c|run|test|a|'|\"$x\"|$x|{a,b}|-f|''|:|\ud800|-m"
WORDS = st.lists(st.sampled_from([*PIECES.split("|"), "-j$(nproc)", "--\u0130=$x", "exec", "-E"]), max_size=6)
UNHEARD = ["--unheard=", "--unheard ", "-Y", "--a-b=c:"]
PLACES = [".git/hooks/x", ".guard/policy.yaml", "sub/.claude/settings.json", "/a/b/.git", ".husky/_/x"]


@given(st.sampled_from([*RUNS, *TELLS]), WORDS)
def test_any_words_are_read(name: str, words: list[str]) -> None:
    written = writes(" ".join([name, *words]))
    assert set(written.deletes) <= set(written.paths)
    assert all(written.paths), "a path that says nothing"


@given(st.sampled_from(sorted(RUNS)), st.sampled_from(UNHEARD), st.sampled_from(PLACES))
def test_a_protected_place_that_no_option_is_known_for_is_never_passed_over(name: str, option: str, place: str) -> None:
    written = writes(f"{name} {option}{place}")
    assert any([path.endswith(place) for path in written.paths]) or written.unread or written.git


@pytest.mark.later
@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("front", ["make ", "go test "])
def test_twice_the_words_are_at_most_little_more_than_twice_the_work(kind: str, front: str) -> None:
    once = steps(front + LONG[kind] * 200)
    assert steps(front + LONG[kind] * 400) < 2.3 * once + 500


@pytest.mark.later
@pytest.mark.parametrize("piece", ["-DoutputDirectory=a/b ", "--x=.a/b:c ", "a=b.c/d ", "-o ", "-- ", ".a/" * 12 + " "])
def test_nor_do_words_of_their_own_take_longer(piece: str) -> None:
    for name in ("pytest ", "make ", "mvn ", "go test ", "cmake "):
        once = steps(name + piece * 200)
        assert steps(name + piece * 400) < 2.3 * once + 500
