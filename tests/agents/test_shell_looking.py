"""Commands that look like those that only look, and do more: each is asked about, or told what it writes."""

from __future__ import annotations

import pytest

from guard_hooks.agents.shell import Written, writes
from guard_hooks.agents.shell.programs.databases import asks
from guard_hooks.agents.shell.programs.looking_tables import LOOKS
from guard_hooks.agents.shell.programs.snippets import node_prints, python_prints
from guard_hooks.agents.shell.programs.tables import LOOKERS

# Of each program with a word, an option or a variable with which it does more
MORE = r"""
alembic upgrade head
alembic -c /tmp/x.ini current
aws s3 rm s3://a/b
aws s3 cp s3://a/b c
aws s3api get-object --bucket a --key b out
aws ec2 describe-instances terminate
aws configure set a b
aws ec2 terminate-instances --instance-ids i
aws lambda invoke --function-name x out
AWS_CONFIG_FILE=./x aws s3 ls
AWS_PAGER=./x aws s3 ls
az vm delete -n a
az group delete list
gcloud compute ssh list
gcloud compute instances delete list
gcloud config set project a
CLOUDSDK_PYTHON=./x gcloud projects list
helm install a b
helm upgrade list b
helm template chart --post-renderer ./x
helm template chart --output-dir out
helm --kubeconfig /tmp/k list
HELM_PLUGINS=./x helm list
kubectl apply -f k8s
kubectl apply --dry-run=none -f k8s
kubectl apply --dry-run=client --dry-run=none -f k8s
kubectl apply -f k8s --dry-run=client --prune
kubectl apply edit-last-applied deploy/a --dry-run=client
kubectl diff -k k8s --enable-helm --helm-command ./x
kubectl -n shop delete pod a
kubectl exec a -- get pods
kubectl --unheard-of get delete pod
kubectl --kubeconfig /tmp/k get pods
kubectl delete pod a --help=false
kubectl config set-context a
kubectl rollout restart deploy/a
kubectl get pods --profile-output out
KUBECTL_EXTERNAL_DIFF=./x kubectl diff -f k8s
gh api -X DELETE repos/o/r
gh api -XDELETE repos/o/r
gh api repos/o/r -f a=b
gh api repos/o/r --input a
gh api graphql
gh pr merge 3
GH_PAGER=./x gh pr list
BROWSER=./x gh pr view --web
glab mr merge 3
docker run a
docker volume rm a
docker network create a
docker -H ssh://x rm a
docker compose up -d
docker compose down
docker compose config -o out
docker compose exec web rm -rf a
docker compose exec web sh
docker compose exec web sh -c 'echo > a'
docker compose exec web git commit -n
docker compose exec web ./a.sh
docker compose -p exec exec cat rm -rf a
docker compose -p exec up -d
docker compose -f a exec -e exec cat rm a
docker exec web python manage.py migrate
docker exec -it web bash
DOCKER_CONFIG=./x docker ps
terraform apply
terraform plan -out=out
terraform plan -out out
terraform -chdir=a apply
terraform state rm a
terraform state push a
terraform output -state=out
terraform providers mirror out
TF_CLI_ARGS_plan=-out=out terraform plan
TF_LOG_PATH=out terraform plan
systemctl restart a
systemctl status a --now
systemctl -H host restart a
journalctl --vacuum-size=1M
journalctl --rotate
ip addr add 10.0.0.1/8 dev eth0
ip a a 10.0.0.1/8 dev eth0
ip link set eth0 down
ip route flush cache
ip netns exec a ip addr
ip -b file
crontab -r
crontab -e
crontab file
crontab -l -r
nc -l 80
nc -z -e ./x host 80
nc host 80
openssl req -new -keyout out
openssl x509 -in a -out out
openssl x509 -req -CAcreateserial
openssl version -engine ./x
openssl rand -out out 8
rustup update
rustup toolchain install nightly
golangci-lint run --fix
golangci-lint run --output.json.path=out
golangci-lint run --out-format json:out
golangci-lint run -c /tmp/x.yml
staticcheck -debug.cpuprofile=out ./...
pip-audit --fix
pip-audit --fi
pip-audit -o out
semgrep --autofix src
semgrep --config auto --json-output=out
semgrep login
semgrep publish a
trivy fs -o out .
trivy fs --cache-dir out .
trivy fs -c /tmp/t.yaml .
trivy plugin install a
trivy --generate-default-config
TRIVY_OUTPUT=out trivy fs .
hatch version minor
hatch build
hatch env create
watch rm a
watch 'ls; rm a'
watch -n 1 "$x"
watch -x rm a
watch -s dir ls
psql
psql shop
psql -f a.sql
psql -c 'drop table a'
psql -c 'select 1' -c 'drop table a'
psql -c 'select 1; delete from a'
psql -c '\! rm a'
psql -c '\copy a to out'
psql -c '\d `rm a`'
psql -c '\dt | rm'
psql -c '\o out'
psql -o out -c 'select 1'
psql -o '|rm a' -c 'select 1'
psql -L out -c 'select 1'
psql -v a=b -c 'select 1'
psql -c "$x"
PSQLRC=./x psql -c 'select 1'
PSQL_PAGER=./x psql -c 'select 1'
mysql shop
mysql -e 'drop table a'
mysql -e 'select 1 into outfile "a"'
mysql -e 'system rm a'
mysql -e '\! rm a'
mysql --tee=out -e 'select 1'
mysql --init-command='drop table a' -e 'select 1'
sqlite3 a.db
sqlite3 a.db 'delete from a'
sqlite3 a.db '.shell rm a'
sqlite3 a.db '.output out' 'select 1'
sqlite3 a.db 'pragma table_info(a); drop table a'
sqlite3 a.db 'pragma user_version=3'
sqlite3 a.db 'select writefile("a", "b")'
sqlite3 a.db "select load_extension('./x')"
sqlite3 -cmd '.shell rm a' a.db .tables
sqlite3 -init x a.db .tables
sqlite3 .git/x .tables
redis-cli
redis-cli flushall
redis-cli set a b
redis-cli config set dir a
redis-cli --eval a.lua
redis-cli --rdb out
redis-cli -x get a
go env -w GOFLAGS=-x
go env -u GOFLAGS
npm config set a b
npm pack
npm pack --dry-run=false
npm install --check left-pad
npm install left-pad --dry-run=false
uv lock
uv add --check httpx --frozen
bin/rake db:drop
unzip -: a.zip -d out
unzip -o: a.zip -d out
python manage.py migrate
python manage.py makemigrations
python manage.py makemigrations --check
python manage.py shell -c 'import os'
python manage.py test --pythonpath /tmp/x
python manage.py --settings=x migrate
python manage.py dbshell
python /tmp/manage.py test
python ../manage.py test
python src/other.py test
./manage.py flush
../manage.py test
bin/rails db:migrate
bin/rails db:migrate:status db:drop
bin/rails routes db:drop
bin/rails runner 'x'
bin/rails test -r /tmp/x.rb
../bin/rails test
/tmp/bin/rails test
rails new shop
php artisan migrate
php artisan tinker
php -r 1 artisan test
php other.php test
swift run
swift package update
swift build --scratch-path out
python -i -c 'print(1)'
python -c "$x"
python -c 'print(1)' > a
PYTHONINSPECT=1 python -c 'print(1)'
python <<< 'print(1)'
echo 'print(1)' | python -
python - <<END
print($x)
END
node -e 1
node -p 'require("fs")'
node -r ./x -p 1
rg -l a | xargs sed -i s/a/b/
rg a | xargs sed -n p
printf '%s\n' -i | xargs sed -n p
rg -l a | xargs sed -n p < b
rg -l a | xargs -a b sed -n p
grep -l --label=-i a - | xargs sed -n p
find . -printf '-i\n' | xargs sed -n p
git diff --name-only --line-prefix=-i | xargs sed -n p
git ls-files --format=-i | xargs sed -n p
rg -l a | xargs sed -n 'w out'
rg -l a | xargs sh
ls | xargs sed -n p
"""
# Scripts of the project: only as git has them, and without words that they may hand on
SCRIPTS = r"""
./scripts/test.sh rm -rf a
./scripts/test.sh git
./scripts/test.sh "$x"
./scripts/test.sh *.py
./scripts/test.sh FOO=bar
./scripts/test.sh --out=.git/config
./scripts/test.py
./scripts/test
../test.sh
/tmp/test.sh
~/test.sh
bash -i scripts/test.sh
bash --rcfile x scripts/test.sh
bash scripts/test.sh rm a
bash scripts/test
cd "$x" && ./test.sh
"""


def lines(text: str) -> list[str]:
    """The commands of a text; one with a here-document has more than a line."""
    whole = text.replace("<<END\nprint($x)\nEND", "<<END\x1eprint($x)\x1eEND\x1e")
    return [line.replace("\x1e", "\n") for line in whole.splitlines() if line]


def passes(written: Written) -> bool:
    """Whether nobody would be asked or told anything."""
    return not (written.paths or written.unread or written.git or written.uses)


@pytest.mark.parametrize("command", lines(MORE))
def test_what_does_more_than_look_is_no_look(command: str) -> None:
    written = writes(command)
    assert not passes(written)
    assert not written.lifts


@pytest.mark.parametrize("command", lines(SCRIPTS))
def test_a_script_that_may_hand_on_a_command_is_not_lifted(command: str) -> None:
    written = writes(command)
    assert written.unread
    assert not written.lifts or written.paths or written.git


@pytest.mark.parametrize("command", ["./scripts/test.sh", "bash scripts/test.sh -q", "sh -e scripts/test.sh --fast"])
def test_a_script_is_lifted_only_by_whoever_looks_at_it(command: str) -> None:
    written = writes(command)
    assert written.unread, "who does not look at the file is told that nobody can tell"
    assert [paths for _, paths in written.lifts] == [("scripts/test.sh",)] or written.lifts[0][1] == (
        "./scripts/test.sh",
    )


def test_every_program_that_looks_is_known_by_name() -> None:
    assert {name.partition(" ")[0] for name in LOOKS} | {"watch"} == LOOKERS


# Texts of SQL

ASKS = [
    "select 1",
    "SELECT a, count(*) FROM b WHERE c = 'delete; drop' GROUP BY a ORDER BY 2 DESC LIMIT 3;",
    "select * from a join b using (id) where a.x in (select x from c) and y is not null",
    "with a as (select 1), b as (select 2) select * from a, b",
    "explain analyze select * from a",
    "explain (analyze, buffers) select 1",
    "show tables",
    "describe a",
    "select data->>'a', now()::date from a; select 2",
    "select pg_size_pretty(pg_total_relation_size('a'))",
    "select table_name from information_schema.tables",
]
WRITES = [
    "",
    ";",
    "delete from a",
    "select 1; delete from a",
    "with a as (delete from b returning *) select * from a",
    "with a as (insert into b values (1)) select 1",
    "explain analyze delete from a",
    "explain analyze execute a",
    "select * into b from a",
    "select 1 into outfile 'a'",
    "select * from a for update",
    "select nextval('a')",
    "select setval('a', 1)",
    "select pg_terminate_backend(1)",
    "select set_config('a', 'b', false)",
    "select lo_import('a')",
    "select pg_read_file('a')",
    "select dblink_exec('x', 'drop table a')",
    "select evil.count(1)",
    'select "evil"(1)',
    "select `evil`(1)",
    "select sys_exec('rm')",
    "select load_file('a')",
    "select 1 -- a\n; delete from a",
    "select /*! 1 */ 1",
    "select 'a\\'; delete from b; --'",
    "select $$a$$",
    "select 'a",
    "call a()",
    "do $$ begin end $$",
    "copy a to '/x'",
    "set role x",
    "vacuum",
    "truncate a",
    "lock table a",
    "values (evil(1))",
    "explain update a set b = 1",
    "select @a := 1",
    "select é()",
]


@pytest.mark.parametrize("text", ASKS)
def test_a_text_that_only_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", WRITES)
def test_a_text_that_may_write(text: str) -> None:
    assert not asks(text)


# Code in one line

PRINTS = [
    "print(1)",
    "import sys; print(sys.version)",
    "import json,sys; d=json.load(sys.stdin); print(d['a'][0]['b'])",
    "import json\nfor k, v in json.load(open('a.json')).items():\n    print(k, len(v))",
    "print(open('a').read().count('\\n'))",
    "import sys\nfor line in sys.stdin:\n    print(line.strip().split(',')[0])",
    "import os; print(os.path.join('a', 'b'), os.environ.get('HOME'))",
    "import datetime; print(datetime.datetime.now().isoformat())",
    "from urllib.parse import quote; print(quote('a b'))",
    "import urllib.parse; print(urllib.parse.unquote('a%20b'))",
    "import hashlib; print(hashlib.sha256(open('a', 'rb').read()).hexdigest())",
    "print(f'{1 + 1:>5}', [x for x in range(3)], {k: 1 for k in 'ab'})",
    "import django; print(django.VERSION)",
    "import numpy as np; print(np.__version__)",
    "from collections import Counter; print(Counter('aab').most_common(1))",
    "import re; print(re.sub('a', lambda m: m.group().upper(), 'aba'))",
    "with open('a', encoding='utf-8') as f:\n    print(f.readline())",
    "import yaml; print(yaml.safe_load(open('a.yaml')))",
]
DOES_MORE = [
    "import os; os.remove('a')",
    "import os; os.system('rm a')",
    "import os as json; json.remove('a')",
    "from os import remove; remove('a')",
    "from os import *",
    "import subprocess",
    "import shutil; shutil.rmtree('a')",
    "import pathlib; pathlib.Path('a').unlink()",
    "import shop",
    "import shop.tasks; shop.tasks.run()",
    "import numpy; numpy.save('a', 1)",
    "import numpy as np; n = np; n.save",
    "import json; j = json; j.codecs.open('a', 'w')",
    "import json; json.codecs.open('a', 'w')",
    "import json; print(json.__builtins__)",
    "open('a', 'w')",
    "t = type(open('a', 'rb')); t('b', 'w')",
    "open('a', 'rb').raw",
    "open('a', mode='w')",
    "open('a', 'r+')",
    "open(*['a', 'w'])",
    "open('a', **{'mode': 'w'})",
    "open(file='a', mode='w')",
    "open('a', 'r' if 0 else 'w')",
    "open('a', 'r', 1, None, None, None, True, lambda a, b: 1)",
    "open('a', opener=lambda a, b: 1)",
    "list(map(open, ['a'], ['w']))",
    "o = open; o('a', 'w')",
    "exec('x')",
    "eval('x')",
    "compile('x', '', 'exec')",
    "__import__('os').remove('a')",
    "getattr(1, 'x')",
    "print(().__class__.__base__.__subclasses__())",
    "print((lambda: 0).__globals__)",
    "import sys; sys.modules['os'].remove('a')",
    "import sys; sys.path.insert(0, '/tmp')",
    "import sys; p = sys.path",
    "import sys; sys.stdout = 1",
    "import sys; sys.settrace(print)",
    "import os; os.environ['PATH'] = '.'",
    "import os; p = os.path; p.os.remove('a')",
    "import urllib.request; urllib.request.urlretrieve('x', 'a')",
    "import urllib.parse; urllib.request.urlopen('x')",
    "import pickle; pickle.load(open('a', 'rb'))",
    "import yaml; yaml.load(open('a'))",
    "import importlib; importlib.import_module('x')",
    "import ctypes",
    "def f(): pass",
    "class A: pass",
    "async def f(): pass",
    "print = exec; print('x')",
    "import json; json = 1",
    "for open in [1]: pass",
    "lambda open: open('a', 'w')",
    "breakpoint()",
    "input()",
    "globals()['x']",
    "del a",
    "global a",
    "import os, os as x; x.unlink('a')",
    "from . import a",
    "import antigravity",
    "print('\\d')",
    "print(1",
    "x" * 5_000,
    "a" + "+a" * 1_900,
    "-" * 3_900 + "1",
    "(" * 300 + ")" * 300,
    "\0",
]


@pytest.mark.parametrize("text", PRINTS)
def test_code_that_only_prints(text: str) -> None:
    assert python_prints(text)


@pytest.mark.parametrize("text", DOES_MORE, ids=lambda text: repr(text[:50]))
def test_code_that_may_do_more(text: str) -> None:
    assert not python_prints(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 + 2 * (3)",
        "process.version",
        "process.versions.node",
        "require('./a.json').version",
        'require("a/package.json")',
    ],
)
def test_node_prints(text: str) -> None:
    assert node_prints(text)


@pytest.mark.parametrize(
    "text",
    [
        *("process.exit()", "process.binding('fs')", "require('fs')", "require('./a.js')", "require('../a.json')"),
        *("require('/tmp/a.json')", "require('./a.json').x()", "require('./a.json'); x", "a", "1;a()", "/a/", "`1`"),
        *("process.version=1", "process.version;x()", "require('./a.json\\').b", "process.mainModule.x", ""),
    ],
)
def test_node_may_do_more(text: str) -> None:
    assert not node_prints(text)
