"""What a shell command writes: what is found in it, what is left alone, and what holds of any text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from guard_hooks.agents.shell import LONGEST, TOO_LONG, Written, writes
from tests.agents_shell import PAGE, filled, rows
from tests.shells import covered, laid, run

ROOT = Path(__file__).resolve().parents[2]

# What a command writes; a name with a minus in front is gone afterwards
FINDS = {
    "git checkout-index --prefix=out/ Makefile": "out/",
    # redirections
    "echo hi > a.txt": "a.txt",
    "echo hi >> logs/a.txt": "logs/a.txt",
    "echo hi >| a": "a",
    "make_nothing=1 > a": "a",
    "> a": "a",
    ": > a": "a",
    "cat a 2> err": "err",
    "cat a &> both": "both",
    "cat a &>> both": "both",
    "cat a >& both": "both",
    "cat a 1>out 2>err": "out err",
    "cat <> a": "a",
    "echo hi >a>b": "a b",
    "echo hi > 'a b'": "a b",
    'echo hi > "a b"': "a b",
    "echo hi > a\\ b": "a b",
    "echo hi > $'a\\tb'": "a\tb",
    "> /tmp/x echo hi": "/tmp/x",
    "cat > src/new.py <<'END'\nrm nothing > here\nEND\n": "src/new.py",
    "cat <<END > a\n$(touch b)\nEND": "b a",
    "cat <<-END > a\n\ttext\n\tEND\necho > b": "a b",
    "cat <<A <<B > c\n1\nA\n2\nB\necho > d": "c d",
    "cat <<< word > a": "a",
    "(cat a; cat b) > c": "c",
    "{ cat a; } > c": "c",
    "while read -r line; do echo $line; done < a > b": "b",
    "exec > log": "log",
    # lists, groups, choices
    "true && touch a || touch b": "a b",
    "touch a; touch b & touch c": "a b c",
    "touch a\ntouch b # touch c\n": "a b",
    "cat x | tee a | sort -o b": "a b",
    "cat x |& tee -a a": "a",
    "if test -f a; then rm a; elif true; then touch b; else touch c; fi": "-a b c",
    "until false; do touch a; done": "a",
    "for f in x y; do touch a; done": "a",
    "for ((i=0; i<3; i++)); do touch a; done": "a",
    "case $1 in (a|b) touch x;; *) touch y;; esac": "x y",
    "! rm a": "-a",
    "(( x > 3 )) && touch a": "a",
    "[[ $x > 3 ]] && touch a": "3 a",
    "touch \\\na": "a",
    'echo $(touch a) `touch b` "$(touch c)" ${x:-$(touch d)}': "a b c d",
    "diff <(sort a) <(tee b < c)": "b",
    "echo $((1 + 2)) > a": "a",
    # where it stands
    "cd src && touch a": "src/a",
    "cd src && cd deep && touch a ../b": "src/deep/a src/deep/../b",
    "cd src/deep/.. && touch a": "src/a",
    "cd /tmp && touch a": "/tmp/a",
    "cd src; touch a": "src/a a",
    "cd src || exit 1; touch a": "src/a",
    "cd src && touch a; touch b": "src/a src/b b",
    "(cd src && touch a); touch b": "src/a b",
    "cd src && (cd deep && touch a) && touch b": "src/deep/a src/b",
    "cd src | touch a": "a",
    "pushd src && touch a": "src/a",
    "bash -c 'cd src && touch a' && touch b": "src/a b",
    "cd - ; touch /tmp/a": "/tmp/a",
    "cd - && touch /tmp/a": "/tmp/a",
    # programs by their operands
    "rm a b": "-a -b",
    "rm -f -- -a": "--a",
    "rm -rf build": "-build/",
    "rm -r a/ b": "-a/ -b/",
    "unlink a": "-a",
    "rmdir a": "-a",
    "touch -d yesterday a": "a",
    "mkdir -p a/b": "a/b/",
    "mkdir -m 755 a": "a/",
    "tee -a a b": "a b",
    "truncate -s 0 a": "a",
    "shred -u a": "-a",
    "chown -R me:me a": "a/",
    "chmod +x run.sh": "run.sh",
    "chmod -x run.sh": "run.sh",
    "chmod -R u+w,g-w src": "src/",
    "chmod --recursive 755 src": "src/",
    "chmod --ref=a b.txt": "b.txt",
    "uniq a b": "b",
    "sort -u -o a b": "a",
    "sort --output=a b": "a",
    "tree -o a": "a",
    "iconv -f latin1 -t utf8 -o a b": "a",
    "dos2unix a": "a",
    # braces and patterns
    "touch src/{a,b}.py": "src/a.py src/b.py",
    "touch a{1,{2,3}}": "a1 a2 a3",
    "cp a{,.bak}": "a.bak",
    "rm *.pyc": "-./",
    "rm src/*.pyc": "-src/",
    "rm src/**/x[0-9].py": "-src/",
    "rm /tmp/a?": "-/tmp/",
    "rm '*.pyc'": "-*.pyc",
    "touch a{1..9}": "./",
    'x=-delete; find . "$x"': "-./",
    'x=-i; sed "$x" s/a/b/ c': "c",
    # copies, moves, links, archives
    "cp a b": "b",
    "cp a b c/": "c/a c/b",
    "cp -t c a b": "c/a c/b",
    "cp -r src copy": "copy/",
    "cp -a src/. copy": "copy/",
    "cp src/*": "src/",
    "mv src/*": "-src/",
    "uniq src/*": "src/",
    "cp src/*.py copy": "copy/",
    "mv a.py b.py": "b.py -a.py",
    "mv a.py b.py c/": "c/a.py c/b.py -a.py -b.py",
    "ln -s ../a b": "b",
    "ln -s ../a": "./a",
    "install -m 755 a.sh bin/a.sh": "bin/a.sh",
    "install -d a b": "a/ b/",
    "rsync -a src/ copy": "copy/",
    "rsync -a --delete src/ copy": "-copy/",
    "rsync -a src/ host:copy": "",
    "scp host:a b": "b/",
    "dd if=a of=b bs=1": "b",
    "tar xzf a.tgz": "./",
    "tar -xf a.tar -C out": "out/",
    "tar czf a.tgz src": "a.tgz",
    "unzip -o a.zip -d out": "out/",
    "zip -r a.zip src": "a.zip",
    "gzip a": "a.gz -a",
    "gunzip a.gz": "a -a.gz",
    "xz -k a": "a.xz",
    "split -l 10 a out/part": "out/",
    "mktemp -d here/XXXX": "here/",
    "curl -sSLo a https://example.org/x": "a",
    "curl -O https://example.org/x.tgz?y": "x.tgz",
    "curl -s https://example.org --output a -D b": "a b",
    "wget https://example.org/x.tgz": "x.tgz",
    "wget -qO a https://example.org/x.tgz": "a",
    "wget -P out https://example.org/x.tgz": "out/",
    # little languages
    "sed -i 's/a/b/' x": "x",
    "sed -i.bak -e s/a/b/ x y": "x x.bak y y.bak",
    "sed -i '' 's/a/b/' x": "x",
    "sed -ni '/[/]x/p' x": "x",
    "sed --in-place=.old '1d;$d' x": "x x.old",
    "sed -n 'w out' x": "out",
    "sed 's/a/b/gw out' x": "out",
    "sed -i '/x/{s/a/b/;y/c/d/}' x": "x",
    "sed -i '3a new line w x' x": "x",
    "perl -pi -e 's/a/b/g' x": "x",
    "perl -i.bak -pe 's|a|$1|' x": "x x.bak",
    "find src -name '*.pyc' -delete": "-src/",
    "find src/* -exec rm {} +": "-src/",
    "find a 'b c' -exec rm {} +": "-a/ -b c/",
    "find . -name '*.py' -exec sed -i s/a/b/ {} +": "./",
    "find src -type f -exec rm {} \\;": "-src/",
    "find . -fprint out": "out",
    "yq -i '.a = 1' x.yaml": "x.yaml",
    "patch -p1 <<'END'\n--- a/src/x\n+++ b/src/x\n@@ -1 +1 @@\n-a\n+b\nEND\n": "src/x",
    "patch x < y.diff": "x",
    "apply_patch <<'END'\n*** Begin Patch\n*** Add File: a\n+x\n*** Delete File: b\n*** End Patch\nEND\n": "a -b",
    "apply_patch '*** Begin Patch\n*** Update File: a\n*** Move to: b\n@@\n-x\n+y\n*** End Patch'": "-a b",
    # what starts another program
    "sudo rm a": "-a",
    "env A=b rm a": "-a",
    "A=b rm a": "-a",
    "nice -n 5 timeout -k 1 10 rm a": "-a",
    "time rm a": "-a",
    "command rm a; \\rm b; /bin/rm c; 'rm' d": "-a -b -c -d",
    "nohup cat a > log &": "log",
    "nohup cat a": "nohup.out",
    "sh -c 'rm a'": "-a",
    'bash -lc "rm a && echo x > b"': "-a b",
    "bash -euo pipefail -c 'rm a'": "-a",
    "bash <<'END'\nrm a\nEND\n": "-a",
    "sh -c \"sh -c 'rm a'\"": "-a",
    "trap 'rm -f /tmp/a' EXIT": "-/tmp/a",
    "python -m venv .venv": ".venv/",
    "npx prettier --write a.ts": "a.ts",
    "uv run ruff format src/a.py": "src/a.py",
    # formatters and tools
    "ruff check --fix src": "src/",
    "ruff check --fix": "./",
    "ruff format": "./",
    "ruff format a.py": "a.py",
    "black a.py b.py": "a.py b.py",
    ".venv/bin/black .": "./",
    "isort .": "./",
    "prettier -w src/a.ts": "src/a.ts",
    "eslint --fix src": "src/",
    "gofmt -w a.go": "a.go",
    "go fmt ./...": "./",
    "go mod tidy": "go.mod go.sum",
    "cargo fmt": "./",
    "cargo add serde": "Cargo.toml Cargo.lock",
    "cargo clippy --fix": "./",
    "npm ci": "node_modules/",
    "npm install left-pad": "package.json package-lock.json node_modules/",
    "terraform fmt": "./",
    "guard plan new split-name": ".guard/plans/split-name.yaml",
    # git
    "git rm -r old": "-old/",
    "git rm a": "-a",
    "git mv a.py b.py": "b.py -a.py",
    "git clean -fdx build": "-build/",
    "git clone https://example.org/x/y.git": "y/",
    "git clone -b main https://example.org/x/y.git z": "z/",
    "git worktree add -b new ../other": "../other/",
    "git diff --output=a": "a",
    "git format-patch -o out main": "out/",
    "git archive -o a.tar HEAD": "a.tar",
    "git bundle create a.bundle main": "a.bundle",
    "git apply <<'END'\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\nEND\n": "x",
    "git apply - <<'END'\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\nEND\n": "-x",
    "git -C sub rm a": "-sub/a",
}
# What git has already: no text of the command's own
KNOWN = {
    "git checkout main": "./",
    "git checkout -- a b.py": "a/ b.py",
    "git checkout HEAD~1 -- src": "src/",
    "git checkout -b new origin/main": "./",
    "git switch main": "./",
    "git restore a.py": "a.py",
    "git restore -s HEAD~1 -SW a.py": "a.py",
    "git restore '*.py'": "./",
    "git restore :/": "./",
    "git reset --hard": "./",
    "git stash": "./",
    "git stash pop": "./",
    "git merge topic": "./",
    "git pull --rebase": "./",
    "git rebase main": "./",
    "git cherry-pick abc": "./",
    "git revert --no-edit abc": "./",
    "git am --abort": "./",
    "cd sub && git checkout -- a.py": "sub/a.py",
}
LEAVES_ALONE = (
    *("ls -la src", "cat a b", "head -5 a | tail -2", "wc -l < a", "pwd", "echo hi", "echo '> a'", 'echo "> a"'),
    *("echo \\> a", "echo a '>' b", "printf '%s\\n' \"$x\"", "grep -rn 'a > b' src", "rg --glob '!x' 'a|b' src"),
    *("find . -name '*.py' -not -path './x/*' | wc -l", "find . -type f -exec grep -l x {} +", "sort a | uniq -c"),
    *("cat a 2>/dev/null", "cat a > /dev/null 2>&1", "cat a >&2", "cat a 2>&1 | less", "true 2>&-", "cat < a"),
    *("sed -n '1,20p' a", 'a=1; b=20; sed -n "${a},${b}p" "$f"', "sed 's/w/e/' a", "sed -e 's/a/b/' -e '/x/d' a"),
    *(
        "awk '{print $1, $2}' a",
        "awk -F: '$3 > 5 && /a|b>c/ {print $1}' a",
        "awk '{s += ($1 + $2) / 2} END {print s}' a",
    ),
    *("awk 'length($0) > 80' a", "jq '.a > 1' a", "yq '.a' a", "xargs -n1 echo < a", "ls | xargs grep x"),
    *("diff <(sort a) <(sort b)", "test -f a && echo yes || echo no", "[ -f a ]", "[[ -n $x && $x =~ ^a(b|c)$ ]]"),
    *('for f in *.py; do wc -l "$f"; done', 'while read -r x; do echo "$x"; done < a', "case a in b) ls;; esac"),
    *(
        "cd src && ls",
        'cd "$x" && ls',
        "(cd src && cat a)",
        "export A=b; echo $A",
        "for ENV in dev prod; do for HUSKY in 1; do echo $ENV; done; done; for CC in gcc clang; do echo $CC; done",
        "set -euo pipefail; set -x; export A; local x=1 y; readonly Z=1; n=$((SKIP + 1)); (( SKIP <= 1 )); : ${A:=b}",
        "A=$(date +%s); echo $A",
        "set -euo pipefail",
    ),
    *(
        "x=$((1 + 2)); ((x++)); echo $x",
        "cat <<'END'\nrm -rf /\nEND\n",
        "# rm a",
        "ls # > a",
        "command -v git",
        "which python",
    ),
    *(
        "sudo cat a",
        "env",
        "env A=b cat a",
        "timeout 5 cat a",
        "time ls",
        "bash -c 'cat a'",
        "bash -n script.sh",
        "xz -t a",
    ),
    *(
        "tar tzf a.tgz",
        "unzip -l a.zip",
        "gzip -dc a.gz | head",
        "curl -s https://example.org | jq .",
        "wget -qO- https://example.org",
    ),
    *(
        "git status --short",
        "git log --oneline -5",
        "git diff HEAD~1 -- a",
        "git show HEAD:a",
        "git add -A",
        "git branch -a",
    ),
    *(
        "git commit -m 'a > b; rm x'",
        "git commit -am 'no -n here'",
        "git commit -m \"$(cat <<'END'\nit's (done)\nEND\n)\"",
    ),
    *(
        "git commit -mn",
        "git commit -Sn -m x",
        "git push -u origin topic",
        "git fetch origin",
        "git switch -c topic",
        "git tag v1",
    ),
    *(
        "git config --get user.name",
        "git config user.name",
        "git -c user.name=x log",
        "git stash list",
        "git remote -v",
    ),
    *(
        "git reset HEAD a",
        "git restore --staged a",
        "git clean -n",
        "git apply --check a",
        "GIT_PAGER=cat git log",
        "git merge-base a b",
    ),
    *(
        "GIT_EDITOR=true git commit --amend",
        "git checkout -b topic",
        "git -C sub status",
        "git worktree list",
        "git rm --cached a",
    ),
    *(
        "python --version",
        "python3 -m mypy src",
        "node --check a.js",
        "npm ls",
        "npm view x",
        "pip list",
        "cargo tree",
        "go version",
    ),
    *(
        "ruff check src",
        "ruff format --check .",
        "black --check .",
        "prettier --check .",
        "eslint src",
        "cargo fmt --check",
    ),
    *(
        "gh pr view 3",
        "docker ps",
        "kubectl get pods",
        "guard check",
        "guard next --take p/q",
        "guard plan lint p",
        "guard log show",
    ),
    *("some-program --help", "some-program --version", "trap - EXIT", "trap '' INT", "true & wait", "", "\n\n", "  "),
)
RUNS = {
    "pytest -q": "pytest",
    ".venv/bin/python -m pytest tests": "pytest",
    "python -m unittest": "python -m unittest",
    "npm test": "npm test",
    "npx tsc --noEmit": "tsc",
    "npm run build -- --watch": "npm run build",
    "yarn lint": "yarn lint",
    "npx jest a": "jest",
    "make": "make",
    "make -j4 test": "make test",
    "cargo test --all": "cargo test",
    "cargo +nightly clippy": "cargo clippy",
    "go test ./...": "go test",
    "./gradlew build": "gradlew build",
    "poetry run pytest": "pytest",
    "bundle exec rspec": "rspec",
    "pre-commit run --all-files": "pre-commit run",
    "source .venv/bin/activate && tox": "source .venv/bin/activate, tox",
    "cd app && npm test && cargo build": "npm test, cargo build",
}
# Why nobody can tell
UNREAD = {
    "git ls-remote --upload-pack=x .": "git starts a program to talk to",
    "git ls-remote --upload x .": "git starts a program to talk to",
    "git fetch --refmap=+refs/heads/*:refs/x/* origin": "which branch here becomes which",
    "git pull origin a:b": "it moves a branch here to what is elsewhere",
    "git config remote.origin.fetch +refs/heads/a:refs/remotes/origin/main": "where branches come from and go to",
    "git config url.x.insteadOf y": "where branches come from and go to",
    "git config init.templateDir x": "what it works on",
    "git -c core.fileMode=false status": "what it works on",
    "HOME=src git commit -m x": "it sets HOME, which decides what is run",
    "XDG_CONFIG_HOME=src git commit -m x": "it sets XDG_CONFIG_HOME, which decides what is run",
    "env CDPATH=../legacy bash -c 'cd sub; touch x'": "it sets CDPATH, which decides what is run",
    "MAKEFLAGS=--eval=x make": "it sets MAKEFLAGS, which decides what is run",
    "ln legacy/a src/a": "one file two names",
    "cp -al legacy src/a": "one file two names",
    "echo hi > $x": "a redirection writes to a place that is computed",
    'echo hi > "$x/a"': "a redirection writes to a place that is computed",
    "echo hi > $(date).log": "computed",
    "rm $x": "rm has words that are computed",
    'rm "$x"': "rm writes to a place that is computed",
    "rm */../a": "rm writes wherever a pattern leads to",
    "rm ~/a": "rm writes into the folder of a person",
    'cd "$x" && rm a': "rm writes in a folder that is computed",
    "cd && rm a": "in a folder that is computed",
    "cd - && rm a": "in a folder that is computed",
    "cd a*; rm a": "in a folder that is computed",
    "trap 'rm a' EXIT; cd b": "in a folder that is computed",
    "for d in a b; do cd $d; done": "other folders in a loop",
    "for d in a b; do cd x; touch a; done": "other folders in a loop",
    "$x a": "which program it runs is computed",
    "$(which rm) a": "which program it runs is computed",
    "r* a": "which program it runs is computed",
    "eval rm a": "eval runs what its words come to",
    "source a.sh": "it runs a script: a.sh",
    ". ./a": "it runs a script: ./a",
    "./deploy.sh": "./deploy.sh",
    "scripts/ls": "scripts/ls",
    "bash a.sh": "bash runs a script: a.sh",
    "cat a | sh": "sh runs what it reads",
    "sh -s < a": "sh runs what it reads",
    'sh -c "rm $x"': "sh runs a text that is computed",
    'sh -c "$x"': "sh runs a text that is computed",
    "bash --rcfile a -c ls": "bash has options that are not known",
    "python -c 'exec(x)'": "python runs code",
    "python - <<'END'\nexec(x)\nEND\n": "python runs code",
    "python manage.py migrate": "python runs code",
    "python -m mine": "python runs a module: mine",
    "node -e 1": "node runs code",
    "ruby a.rb": "ruby runs code",
    "perl -e 'unlink a'": "perl runs code",
    "perl -pi -e 's/a/@{[unlink b]}/' a": "perl runs code",
    "perl -pi -e 's/a/b/e' a": "perl runs code",
    "awk '{print > \"a\"}' b": "awk has a program that may write",
    "awk '{print | \"sh\"}' b": "awk has a program that may write",
    "awk 'BEGIN {system(\"rm a\")}'": "awk has a program that may write",
    "awk -f a.awk b": "awk does what a script says",
    "sed -f a.sed b": "sed does what a script says",
    "sed 's/a/rm b/e' c": "sed has a script that may write",
    "sed '1e rm a' b": "sed has a script that may write",
    "ls | xargs rm": "rm has words that are computed",
    "ls | xargs -I{} cp {} a/{}": "computed",
    "find . $x": "find has words that are computed",
    'x+=-delete; find . "$x"': "find has words that are computed",
    "find . -exec sh -c 'rm \"$1\"' _ {} \\;": "computed",
    'x+=-n; git commit "$x"': "git commit has words that are computed",
    'x+=-i; sed "$x" s/a/b/ c': "sed has words that are computed",
    "sort $x": "sort has words that are computed",
    "rg --pre ./a b": "rg starts another program",
    "fd -x rm": "fd starts another program",
    "tar xf a -I ./b": "tar starts another program",
    "rsync -e ./a b c": "rsync starts another program",
    "curl -K a": "curl does what a file says",
    "patch -p1 < a.diff": "which files patch writes says the patch",
    "git apply a.diff": "which files git apply writes says the patch",
    "git am a.mbox": "which files git am writes says the patch",
    'apply_patch "$x"': "which files apply_patch writes says the patch",
    "terraform apply": "what terraform apply does is not known",
    "psql -c 'drop table a'": "what it has a database do cannot be told",
    "unheard-of a": "what unheard-of writes is not known",
    "git unheard-of": "what git unheard-of does is not known",
    "git $x": "what git does is computed",
    "git commit $x": "git commit has words that are computed",
    "git --git-dir=a commit": "git works on something else",
    "git clone --template=a b": "git clone does more than it says",
    "git config core.editor ./a": "which program it starts",
    "git -c core.fsmonitor=./a status": "which program it starts",
    "git config alias.x '!rm a'": "a word of git gets a meaning of its own",
    "git remote set-url origin a": "where git pushes to",
    "git push origin :old": "it deletes a branch elsewhere",
    "git push --force-with-lease": "what it believes",
    "git fetch origin a:main": "it moves a branch here",
    "git fetch ext::./a": "git starts a program to talk to",
    "GIT_DIR=a git commit": "it sets GIT_DIR",
    "GIT_SSH_COMMAND=./a git fetch": "it sets GIT_SSH_COMMAND",
    "PATH=.:$PATH ls": "it sets PATH",
    "((PATH=1)); ls": "it sets PATH",
    "echo $((x + (PATH = 1))); ls": "it sets PATH",
    "let PATH=1; ls": "it sets PATH",
    "let 'x = HOME += 1'; cd": "it sets HOME",
    "export LD_PRELOAD=./a": "it sets LD_PRELOAD",
    "alias ls=rm": "it makes a command of its own",
    "ls() { rm a; }": "it makes a command of its own",
    "function ls { rm a; }": "it makes a command of its own",
    "ln -s .git g && echo > g/config": "a link that it makes itself",
    "guard approve p": "guard approve is for a person to run",
    "npm --prefix a install": "npm writes where its options say",
    "docker run a": "what docker run does is not known",
    "echo 'a": "a quotation in it does not end",
    "echo `a": "a quotation in it does not end",
    "echo $(a": "a bracket in it is not closed",
    "cat <<END\na": "a here-document in it does not end",
    "echo a >": "no command that a shell would take",
    "a &&": "no command that a shell would take",
    "; ls": "no command that a shell would take",
    "if true; then ls": "no command that a shell would take",
    "fi": "no command that a shell would take",
    "(ls": "no command that a shell would take",
    "ls)": "no command that a shell would take",
    "ls >! a": "shells differ in where it writes to",
    "ls *(e:'rm a':)": "no command that a shell would take",
    "a=(x y)": "it makes a command of its own",
    "echo $[1]": "it has a sum of an old form",
    "ls \0": "it has a character that no command has",
    "$(" * 40: "too deep",
    "${x:-" * 40: "too deep",
    "sudo " * 40 + "ls": "too deep",
    "touch {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}": "more words than can be told",
    "sh -c 'touch {a,b}'": "shells differ in how they read it",
    "x" * (LONGEST + 1): TOO_LONG,
}
FOR_THIS = "it sets what git or a hook goes by, for this command"
HOOKS, SETTING = "it leaves out the hooks", "it sets where git looks for hooks"
# What goes round a hook, or what protects a branch
AROUND = {
    'x=-n; git commit "$x"': HOOKS,
    "git commit -n -m x": HOOKS,
    "git commit -anm x": HOOKS,
    "git commit --no-verify -m x": HOOKS,
    "git commit --no-verif -m x": HOOKS,
    "git commit --no-v": HOOKS,
    "git commit -m x -{n,v}": HOOKS,
    "git commit '-n' -m x": HOOKS,
    "git -C sub commit -n": HOOKS,
    "cd sub && GIT_EDITOR=true git commit -n": HOOKS,
    "sudo -u me git commit -n": HOOKS,
    "echo $(git commit -n)": HOOKS,
    "ls | xargs git commit -n": HOOKS,
    'bash -c "git commit -n -m $x"': HOOKS,
    "eval 'git commit -n'": HOOKS,
    "git merge --no-verify a": HOOKS,
    "git rebase --no-verify a": HOOKS,
    "git pull --no-verify": HOOKS,
    "git am -n a": HOOKS,
    "git push --no-verify": HOOKS,
    "git rebase -x 'git commit -n' main": HOOKS,
    "git -c core.hooksPath=/dev/null commit": SETTING,
    "git -ccore.HOOKSPATH= commit": SETTING,
    "git --config-env=core.hooksPath=X commit": SETTING,
    "git config core.hooksPath a": SETTING,
    "git config --unset core.hooksPath": SETTING,
    "git config set core.hooksPath a": SETTING,
    "git config --global include.path a": SETTING,
    "git config hook.guard.enabled false": SETTING,
    "git config alias.c 'commit --no-verify'": HOOKS,
    "git -c alias.c='commit -n' c": HOOKS,
    "GIT_CONFIG_COUNT=1 git commit": "it sets what git or a hook goes by, for this command",
    "export GIT_CONFIG_PARAMETERS=x": "it sets what git or a hook goes by, for this command",
    "for GIT_CONFIG_PARAMETERS in a; do export GIT_CONFIG_PARAMETERS; git commit; done": FOR_THIS,
    "read -r HUSKY <<< 0; export HUSKY; git commit": FOR_THIS,
    "HUSKY=$(echo 0) git commit": FOR_THIS,
    "printf -v SKIP guard; export SKIP; git commit": FOR_THIS,
    "for SKIP in guard; do export SKIP; git commit; done": FOR_THIS,
    "let HUSKY=0; git commit": FOR_THIS,
    "((LEFTHOOK=0)); git commit": FOR_THIS,
    "((LEFTHOOK <<= 1)); git commit": FOR_THIS,
    ": ${GIT_CONFIG_COUNT:=1}; git commit": FOR_THIS,
    "export HUSKY; git commit": FOR_THIS,
    "export \"GIT_CONFIG_PARAMETERS+='a'\"; git commit": FOR_THIS,
    "env GIT_CONFIG_GLOBAL=a git commit": "it sets what git or a hook goes by, for this command",
    "HUSKY=0 git commit": "it sets what git or a hook goes by, for this command",
    "SKIP=guard git commit": "it sets what git or a hook goes by, for this command",
    "git commit-tree abc": "it makes a commit that no hook sees",
    "git fast-import < a": "it makes commits that no hook sees",
    "git update-ref refs/heads/main abc": "it moves a branch by hand",
    "git symbolic-ref HEAD refs/heads/a": "it moves a branch by hand",
    "git branch -f main abc": "it moves a branch by hand",
    "git push . HEAD:refs/remotes/origin/main": "it moves a branch by hand",
    "git push .git HEAD:main": "it moves a branch by hand",
    "git push --repo=. HEAD:main": "it moves a branch by hand",
    "git push ../other main": "it moves a branch by hand",
    "git fetch . +other:refs/remotes/origin/main": "it moves a branch by hand",
    "git replace a b": "it puts one commit in the place of another",
    "git push --force": "it overwrites what others may have on a branch",
    "git push -fu origin a": "it overwrites what others may have on a branch",
    "git push origin +a": "it overwrites what others may have on a branch",
    "git push --mirror": "it overwrites what others may have on a branch",
    "git clean -fd": "it deletes every file here that git does not know",
    "git clean -fdx ./": "it deletes every file here that git does not know",
    "git push -o ci.skip": "it asks for no checks where it pushes to",
    "git send-pack a": "it pushes without the hook of a push",
    "git branch -D guard-log": "it takes away the log of what people said",
    "echo abc > .git/refs/heads/main": "it writes inside of git's own folder",
    "rm -rf .git/hooks": "it writes inside of git's own folder",
    "cd .git && rm hooks/pre-commit": "it writes inside of git's own folder",
    "rm .git/hooks/*": "it writes inside of git's own folder",
    "mv .GIT old": "it writes inside of git's own folder",
    "chmod -x .git/hooks/pre-commit": "it keeps a hook from being run",
    "git clean -f -- '*.o'": "it deletes every file here that git does not know",
    "git commit --amend --no-post-rewrite": HOOKS,
    "chmod --recursive a-x .husky": "it keeps a hook from being run",
    "chmod 644 .husky/pre-commit": "it keeps a hook from being run",
    "chmod -R a-x .husky": "it keeps a hook from being run",
    "echo {} > /x/guard/taken.json": "it changes by hand which phase is taken up",
    "guard uninstall": "it takes guard away",
    "python -m guard uninstall": "it takes guard away",
    "pre-commit uninstall": "it takes hooks away",
    "gh pr merge 3 --admin": "it lands a change past what protects the branch",
}


def said(written: Written) -> str:
    """Paths in one line, those with a minus that are gone."""
    return " ".join(["-" * (path in written.deletes) + path for path in written.paths])


@pytest.mark.parametrize("command", FINDS)
def test_finds(command: str) -> None:
    written = writes(command)
    assert (said(written), written.unread, written.git, written.runs, written.known) == (FINDS[command], (), (), (), ())


@pytest.mark.parametrize("command", KNOWN)
def test_what_git_has_already_is_told_apart(command: str) -> None:
    written = writes(command)
    assert (said(written), " ".join(written.known), written.unread) == (KNOWN[command], KNOWN[command], ())


def test_what_is_written_as_well_is_not_only_what_git_has() -> None:
    assert writes("git checkout -- a && echo x > a").known == ()
    assert writes("git checkout -- a && rm a").known == ()


@pytest.mark.parametrize("command", LEAVES_ALONE)
def test_leaves_alone(command: str) -> None:
    assert writes(command)._replace(moves=()) == Written()


@pytest.mark.parametrize("command", RUNS)
def test_code_of_the_project_is_told_apart(command: str) -> None:
    assert writes(command) == Written(runs=tuple(RUNS[command].split(", ")))


@pytest.mark.parametrize("command", UNREAD, ids=lambda command: repr(command[:60]))
def test_what_nobody_can_tell_is_said(command: str) -> None:
    assert UNREAD[command] in "; ".join(writes(command).unread)


@pytest.mark.parametrize("command", AROUND)
def test_what_goes_round_a_hook_or_a_protection_is_said(command: str) -> None:
    assert AROUND[command] in writes(command).git


def test_words_hold_nothing_of_a_command_that_could_deceive() -> None:
    assert "a program with a strange name" in "; ".join(writes("r\u202em a").unread)
    assert "\x1b" not in "; ".join(writes("$'\\e[2J' a; 'x\x1b[2J' b; git 'y\x1b' c").unread)
    assert max(map(len, writes("x" * 500).unread)) < 80


# Where somebody can be asked what is a folder


def test_a_folder_that_stands_is_one() -> None:
    def stands(path: str) -> bool:
        return path in ("src", "sub", "sub/in", "src/")

    assert said(writes("cp a.py src", stands)) == "src/a.py"
    assert said(writes("cp -r a.py b", stands)) == "b"
    assert said(writes("rm -rf src a.py", stands)) == "-src/ -a.py"
    assert said(writes("mv src b", stands)) == "b/ -src/"
    assert said(writes("cd sub; touch a; cd in; touch b", stands)) == "sub/a sub/in/b"
    assert said(writes("cd none; touch a", stands)) == "none/a a"
    assert said(writes("mkdir new && cp a.py new", stands)) == "new/ new/a.py"
    assert said(writes("git checkout -- src", stands)) == "src/"


# A real shell does no more than was said

REAL = [command for command in (*FINDS, *LEAVES_ALONE) if not command.startswith(("sudo", "find /", "/"))]
FAR = (
    "https:",
    "host:",
    "/tmp",
    "apply_patch",
    "npm ",
    "npx",
    "uv ",
    "cargo",
    "go ",
    "gh ",
    "docker",
    "kubectl",
    "guard",
)


@pytest.mark.parametrize(
    "command",
    [one for one in REAL if not any([word in one for word in (*FAR, "git ", "python", "pip", "until false", "nohup")])],
)
def test_bash_writes_no_more_than_is_said(command: str, tmp_path: Path) -> None:
    laid(tmp_path)
    written = writes(command, lambda path: (tmp_path / path).is_dir())
    changed = run(command, tmp_path)
    assert [path for path in changed if not covered(path, written, tmp_path)] == []


NAMES = st.sampled_from(
    [
        "a",
        "b.txt",
        "'c d'",
        "src",
        "src/a",
        "sub",
        "out",
        "new",
        "out/new",
        "src/deep",
        "empty",
        "*",
        "src/*",
        "{a,b.txt}",
        *("[ab]*", '"$V"', "$V", "./a", "sub/", "none/x", "'*'", "n\\ n", "$'t\\tt'", "new{1..3}", "--", "-- a"),
    ]
)
COMMANDS = [
    *(
        "touch {} {}",
        "rm {}",
        "rm -rf {}",
        "cp {} {}",
        "cp -r {} {}",
        "mv {} {}",
        "mkdir {}",
        "mkdir -p {}",
        "cd {}",
        "cd {}",
    ),
    *(
        "echo x > {}",
        "echo x >> {}",
        "cat none 2> {}",
        "echo x &> {}",
        "echo x | tee {} {}",
        "sed -i s/h/j/ {}",
        "V={}",
    ),
    *("sed -n 'w new' {}", "true", "false", "exit", "find {} -name 'a*' -delete", "find {} -type f -exec rm {{}} +"),
    *(
        "truncate -s 3 {}",
        "gzip -f {}",
        "tar cf {} {}",
        "sort -o {} {}",
        "split -l1 {}",
        "chmod -R 700 {}",
        "ln -s {} {}",
    ),
    *(
        "cat > {} <<E\nx $(touch {})\nE\n",
        "ls {} | xargs rm",
        "pushd {}",
        "dd if={} of={}",
        "install {} {}",
        "cp -t {} {}",
    ),
]
ONE = st.builds(lambda text, one, two: text.format(one, two), st.sampled_from(COMMANDS), NAMES, NAMES)
FORMS = (
    *(
        "{}\n{}",
        "{} &&{}",
        "{} ||{}",
        "{} |{}",
        "({}\n)\n{}",
        "{{ {}\n }}\n{}",
        "if {}\n then {}\n fi",
        "bash -c {!r}\n{}",
    ),
    *(
        "for v in a new; do {}\n {}\n done",
        "case a in a) {}\n;; *) {}\n;; esac",
        "echo $({}\n)\n{}",
        "! {}\n{}",
        "eval {!r}\n{}",
    ),
)


def together(form: str, one: str, two: str) -> str:
    joins = form in ("{} &&{}", "{} ||{}", "{} |{}")
    return form.format("true" if joins and "<<" in one else one, f" {two}")


LISTS = st.recursive(ONE, lambda inner: st.builds(together, st.sampled_from(FORMS), inner, inner), max_leaves=5)


@given(command=LISTS)
@example("cd none; touch a")
@example("mv sub out/new")
@example("ln -s src new\nln -s src new")
@example("cp -r src src/deep")
@example("find src/* -type f -exec rm {} +")
@example("cp * --")
@example("trap 'touch new' EXIT; cd src")
def test_of_any_commands_bash_writes_no_more_than_is_said(
    tmp_path_factory: pytest.TempPathFactory, command: str
) -> None:
    folder = tmp_path_factory.mktemp("real")
    laid(folder)
    written = writes(command, lambda path: (folder / path).is_dir())
    assume(not written.unread)
    changed = run(command, folder)
    assert [path for path in changed if not covered(path, written, folder)] == []


# What holds of any text

TEXTS = st.text(st.sampled_from(list(" \n\t;|&<>(){}[]$`'\"\\#*?!~=-,.abcdefginorstx01/")), max_size=60)
PIECES = [
    "cd a",
    "rm",
    "git commit",
    "-n",
    "> b",
    "<<E",
    "\nE\n",
    "$(",
    ")",
    "`",
    "'",
    '"',
    "&&",
    "||",
    "|",
    ";",
    "if",
    "fi",
]
PIECES += [
    "{",
    "}",
    "case x in",
    "a)",
    ";;",
    "esac",
    "for f in",
    "do",
    "done",
    "sed -i",
    "sh -c",
    "$x",
    "\n",
    "\\",
    "eval",
]
ANY = TEXTS | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=40)


@given(ANY)
@example("$((")
@example("a((")
@example("${")
@example("<<\n")
@example("case x in")
@example(";;")
@example("$'\\")
@example("[[")
@example("sed -e")
@example("python -m")
@example("tar f")
def test_any_text_is_read(text: str) -> None:
    written = writes(text)
    assert set(written.deletes) <= set(written.paths)
    assert set(written.known) <= set(written.paths)
    assert all(written.paths), "a path that says nothing"


@given(ANY)
def test_what_is_written_behind_it_is_seen(text: str) -> None:
    assume("#" not in text)
    written = writes(f"{text} > FILE")
    assert written.unread or any([path.rpartition("/")[2] == "FILE" for path in written.paths])


@given(ANY)
@example("cat <<E\nE")
@example("case a in")
@example("cd a ||")
def test_more_commands_take_nothing_away(text: str) -> None:
    assume(not (len(text) - len(text.rstrip("\\"))) % 2)
    before, after = writes(text), writes(f"{text}; rm x")
    assert not before.unread or after.unread
    assert after.unread or set(before.paths) <= set(after.paths)
    assert after.unread or set(before.git) <= set(after.git)


@given(
    st.sampled_from(["echo", "cat", "grep -n x", "ls -l", "git log"]), st.sampled_from([">", ">>", "&>", ">|", "2>"])
)
def test_a_redirection_in_quotes_is_none(command: str, sign: str) -> None:
    assert writes(f"{command} {sign} FILE").paths == ("FILE",)
    for quoted in (f"'{sign}'", f'"{sign}"', "".join([f"\\{char}" for char in sign])):
        assert writes(f"{command} {quoted} FILE") == Written()


# The work grows with the text and no faster

LONG = {
    "words": "a ",
    "redirections": ">a ",
    "quotations": "'a'\"b\"",
    "commands": "cd a && touch b; ",
    "pipes": "cat a | ",
    "substitutions": "$(a) ",
    "sums": "((a)(b ",
    "operands": "rm -r a/b ",
    "open brackets": "(",
    "braces": "{",
    "lists in braces": "{a,b} ",
    "here-documents": "<<E ",
    "assignments": "A=b ",
    "backslashes": "\\",
    "backticks": "`",
    "variables": "${a}",
    "groups": "{ ",
    "options": "-",
    "patterns": "src/*/",
}


def steps(text: str) -> int:
    """Lines of guard's own that are run."""
    count = 0

    def traced(frame: object, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return traced

    sys.settrace(traced)  # type: ignore[arg-type]
    try:
        writes(text)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("front", ["", "tar ", "git rm "])
def test_twice_the_text_is_at_most_little_more_than_twice_the_work(kind: str, front: str) -> None:
    once = steps(front + LONG[kind] * 200)
    assert steps(front + LONG[kind] * 400) < 2.3 * once + 500


def test_the_page_lists_every_program_that_is_known() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == filled(page), ".venv/bin/python -m tests.agents_shell"
    assert all([names for _, names in rows()])


def test_it_loads_next_to_nothing() -> None:
    code = (
        f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'hooks')]!r}; from guard_hooks.agents.shell import writes;"
        "writes('sed -i s/a/b/ x; git commit -m y; npx prettier -w z; find . -delete; curl -O u');"
        "print(*sys.modules)"
    )
    found = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    modules = set(found.stdout.split())
    assert {"guard_hooks.agents.shell.git", "guard_hooks.agents.shell.programs.scripts"} <= modules
    assert (
        modules & {"re", "json", "typing", "functools", "shlex", "collections", "enum", "dataclasses", "pathlib"}
        == set()
    )
    assert len([name for name in modules if name.startswith("guard")]) < 42
