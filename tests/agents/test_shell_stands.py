"""Commands that do more by what stands: a link behind a pattern, a module of a known name, settings, a new file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guard_hooks.agents.call import Call, Decision
from guard_hooks.agents.judging import judged
from guard_hooks.agents.shell.programs.beside import SETTINGS
from guard_hooks.agents.shell.programs.tables import JUDGES
from guard_hooks.agents.standing import Standing
from tests.agents.test_shell_ordinary import FILES, TIDY
from tests.harnessed import taken_up, work
from tests.running import Place

SOURCES = "[/src/**, /internal/**, /tests/**]"
LANDED = {
    **FILES,
    ".guard/plans/tidy.yaml": TIDY.replace(SOURCES, "[/src/**]"),
    "other/c": "c\n",
    "ruff.toml": "line-length = 100\n",
    "mypy.ini": "[mypy]\n",
    "db.sqlite3": "\n",
    "lib/calendar.py": "print()\n",
    "src/d/x/f": "1\n",
    "src/plain/f": "1\n",
}
# What an agent wrote: none of it stands as landed
WRITTEN = {
    "src/calendar.py": "import os\n",
    "src/email/__init__.py": "\n",
    "src/x.toml": "fix = true\ncache_dir = 1\nwrite-changes = 1\n",
    "src/ruff/ruff.toml": "fix = true\n",
    "src/site/sitecustomize.py": "\n",
    "src/names/test/a": "\n",
    "src/names/json.txt": "\n",
    "src/names/calendar/a.py": "\n",
    "src/mine/yaml.py": "\n",
    "src/over/d/link": "\n",
    "src/over/link": "\n",
    "src/plain.toml": "line-length = 80\n",
    "src/escaped.toml": '"f\\u0069x" = true\n',
    "src/plain/pyproject.toml": "[project]\nname = 'plain'\n",
}
# Let alone, a command a line
LET = r"""
echo x > src/pl*/f
rm src/d/l*
rm -rf src/d/x*
mv src/d/s* src/s
sed -i s/a/b/ src/*.py
cp src/a.py src/pl*/
find src -name '*.py' -exec sed -i s/a/b/ {} +
cat src/d/s*/c
cp -r src/plain src/d
cp -r src/plain/. src/d/x
find -L src -name '*.py'
find -L src -name '*.py' -exec grep -n x {} +
find src -name '*.py' -exec grep -L x {} +
find src/d/s* -name none -delete
tar xf a.tar -C src/plain
unzip a.zip -d src/plain
rsync -a src/plain/ src/d
ruff check --config ruff.toml src
ruff check --config=src/plain.toml src
cd src/plain && ruff check .
mypy --config-file mypy.ini src
cd lib && python3 -m calendar
cd lib && python3 -c 'import json; print(json.dumps(1))'
cd src/names && python3 -c 'import json; print(json.dumps(1))'
cd src && python3 -I -m calendar
cd src && python3 -Im json.tool
cd src && python3 -c 'print(1)'
cd src && python3 -m pytest
python3 -m calendar
python3 -m mypy src
python3 -X dev -W ignore -m calendar
PYTHONPATH=src/names pytest
PYTHONPATH=$PWD pytest
PYTHONWARNINGS=ignore pytest
python3 -c 'import json; print(json.load(open("package.json")))'
sqlite3 db.sqlite3 'select 1'
sqlite3 -readonly other/n.db 'select 1'
sqlite3 src/n.db 'select 1'
sqlite3 :memory: 'select 1'
"""
# Refused, or asked
STOPPED = r"""
echo hi | tee src/d/s*/s
echo hi > src/d/s*/x
echo hi > src/d/?1/x
echo hi > src/d/[s]1/x
echo hi > src/d/S*/x
cp src/a.py src/d/s*/
cp src/a.py src/d/l*
touch src/d/*/x
touch src/d/lin*
touch src/**/link
touch src/*/s1/x
touch src/d/s{1..3}/x
rm src/d/s*/c
rm src/d/*/*
cd src && touch d/s*/x
chmod +x src/d/l*
find src/d -type l -exec tee {} \;
find -L src -name c -delete
find src -follow -name c -exec tee {} \;
cp -r src/over/. src/d
cp -r src/over/d src
cp -r src/over/* src
cp -rT src/over/d src/d
cp -R src/over/d/link src/d
cd src && cp -r over/d .
tar xf a.tar -C src
tar xf a.tar -C src/d
cd src/d && unzip ../a.zip
rsync -aK src/over/d/ src/d
sqlite3 other/n.db 'select 1'
sqlite3 'file:other/n.db?mode=rwc' 'select 1'
sqlite3 src/d/new 'select 1'
ruff check --config src/x.toml
ruff check --config=src/x.toml other
ruff check --config src/escaped.toml src
ruff check --config src/none.toml src
ruff format --check --config src/x.toml src
echo 'fix = true' > src/plain.toml && ruff check --config src/plain.toml other
cd src/ruff && ruff check ../..
cd src/ruff/deep && ruff check ../../..
mypy --config-file src/x.toml src
mypy --config-file ../x.ini src
mypy --config-file "$f" src
flake8 --append-config=src/f src
eslint -c src/e.js src
prettier --check --config src/p.js src
stylelint --config src/s.js src
rubocop -c src/r.yml
codespell --config src/x.toml src
golangci-lint run -c src/g.yml
trivy fs -c src/t.yaml .
cd src && python3 -m calendar
cd src && python3 -m json.tool
cd src && python3 -m timeit
cd src && python3 -m black --check .
cd src && python3 -c 'import json; print(1)'
cd src && python3 - <<< x -c 'import json; print(1)'
cd src/mine && python3 -c 'import yaml; print(yaml.__version__)'
PYTHONPATH=src python3 -m timeit
PYTHONPATH=src/site python3 -c 'print(1)'
PYTHONPATH=lib:src/site mypy lib
export PYTHONPATH=src; mypy lib
PYTHONPATH=src/a.py python3 -c 'print(1)'
PYTHONPATH=$x python3 -c 'import json; print(1)'
cd "$x" && python3 -c 'import json; print(1)'
PYTHONUSERBASE=src python3 -c 'print(1)'
PYTHONWARNINGS=error::calendar.A python3 -c 'print(1)'
python3 -W error::calendar.A -c 'print(1)'
python3 -X pycache_prefix=other -m calendar
python3 -Xpycache_prefix=other/x -m calendar
echo 'import os' > src/plain/json.py && cd src/plain && python3 -c 'import json; print(1)'
tar xf a.tar -C src/plain && cd src/plain && python3 -m calendar
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = work(tmp_path_factory.mktemp("stands"), LANDED)
    for name, text in WRITTEN.items():
        path = made.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (made.top / "src/d/s1").symlink_to("../../other")
    (made.top / "src/d/link").symlink_to("../../other/c")
    (made.top / "src/d/new").symlink_to("../../other/new")
    taken_up(made, "tidy/only")
    return made


@pytest.fixture(autouse=True)
def _usual(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


def told(made: Place, command: str) -> Decision:
    """What the door says of a command: read and judged in this process."""
    return judged(Call("shell", "Bash", str(made.top), command=command), "ask")


@pytest.mark.parametrize("command", lines(LET))
def test_is_let_alone(shop: Place, command: str) -> None:
    decision = told(shop, command)
    assert decision.kind == "allow", decision.words


@pytest.mark.parametrize("command", lines(STOPPED))
def test_is_not_let_through(shop: Place, command: str) -> None:
    assert told(shop, command).kind in ("ask", "deny")


def test_a_pattern_is_looked_up_as_any_shell_may_mean_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "a/b/.to").symlink_to("c")
    (tmp_path / "a/over").symlink_to("/")
    stands = Standing(str(tmp_path))
    assert stands.through("a/*/x", last=True) == ["a/over/x"]
    assert stands.through("a/**", last=True) == ["a/over", "a/b/.to"]
    assert stands.through("a/**", last=False) == []
    assert stands.through("a/o*/b*/c", last=False) == ["a/over/c"]
    assert stands.through(f"{tmp_path}/a/ov*/", last=False) == [f"{tmp_path}/a/over/"]
    monkeypatch.setattr("guard_hooks.agents.standing.MOST", 1)
    assert stands.through("a/**", last=True) is None


def test_what_goes_by_settings_is_known_by_both_tables() -> None:
    assert set(SETTINGS) == JUDGES
