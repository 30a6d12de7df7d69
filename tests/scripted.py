"""An agent that reads nothing but what guard prints, the people and machines it hands over to, and the repository."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from guard.cli import main
from tests.repos import make_repository
from tests.running import WAYS_ROUND, Answer, Place, run
from tests.scripted_work import MONOLITH, MORE_CODE, PLAN, STORY, Step
from tests.signing import KEYGEN

BEGUN = 1767600000  # 2026-01-05 08:00 UTC
HOUR, DAY = 3600, 86400
NAMESPACES = {"approve": "guard-approval-v1", "attest": "guard-evidence-v1"}
OWN = re.compile(r"^(?:next|    )   you: +(.*)$", re.M)
THEIRS = re.compile(r"^(?:next|    )   (?!you:)([a-z][a-z0-9-]*): +(?:.*: )?(guard .*)$", re.M)
HANDED = re.compile(r"^  (?!you:)([a-z][a-z0-9-]*): (.*)$", re.M)
COMMAND = re.compile(r"(?:^|: )((?:git|guard) .*)$")
TIMED = ("next", "check", "ask", "approve", "attest")
MOST = 60  # rounds; nothing here takes half as many
MAIN = "refs/heads/main"
NAMES = ("dana", "omar", "rosa", "teo", "deploy")
ANSWERS = {"A2": "sampled 500 rows with a title, which stands in a column of its own"}


class Ended(NamedTuple):
    """Where the agent ended its turn: what it had worked on, what it hands over, to whom, and until when."""

    phase: str
    handed: tuple[tuple[str, str], ...]
    until: int = 0


class Room(Place):
    """The repository, its clock, and commands as a shell would run them."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str], now: int = BEGUN) -> None:
        super().__init__(root)
        self.now, self._capture = now, capture

    def sh(self, command: str, *more: str, cwd: Path | None = None) -> Answer:
        """One line as it was printed; guard and git are all that is ever run, guard inside this process."""
        words = [*shlex.split(command), *more]
        if words[0] == "git":
            date = f"{self.now} +0000"
            dated = {**self.environment, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
            return run(words, cwd or self.top, dated)
        assert words[0] == "guard", command
        moment = datetime.fromtimestamp(self.now, UTC).isoformat()
        clock = ["--now", moment] if words[1] in TIMED else []
        with chdir(cwd or self.top):
            answer = Answer(main([*words[1:], *clock]), *self._capture.readouterr())
        assert not WAYS_ROUND.search(answer.said), answer.said
        return answer

    def works(self, command: str, *more: str, cwd: Path | None = None) -> Answer:
        """The same, and it must end well."""
        answer = self.sh(command, *more, cwd=cwd)
        assert answer.code == 0, (command, answer.said)
        return answer


class Agent:
    """It asks guard, does the one next thing, writes what its list of work has for the phase, and ends its turn."""

    def __init__(self, room: Room, plan: str, work: Mapping[str, tuple[Step, ...]]) -> None:
        self.room, self.plan, self.work = room, plan, work
        self.done: dict[str, int] = {}  # phase -> how many of its commits are made
        self.known: set[str] = set()  # what it asked already
        self.ran: list[str] = []
        self.texts: list[str] = []

    def turn(self) -> Ended:
        """Until guard says that it ends."""
        for _ in range(MOST):
            text = self.reads()
            last = text.splitlines()[-1]
            if last.startswith("next   end your turn"):
                return _ended(text, "")
            command = last.removeprefix("next   you: ")
            assert command != last, text
            if not command.startswith("make the change"):
                self.does(command)
            elif not self.asks(text):
                return self.writes(text)
        raise AssertionError("its turn never ends")

    def reads(self) -> str:
        text = self.room.works(f"guard next {self.plan} --format agent").out
        self.texts.append(text)
        return text

    def does(self, command: str, *more: str) -> Answer:
        """A command that was addressed to it; it must work."""
        self.ran.append(command)
        return self.room.works(command, *more)

    def asks(self, text: str) -> bool:
        """What it would have to guess it asks, as the text says how."""
        step = next(iter(self.work[_phase(text)][self.done.get(_phase(text), 0) :]), None)
        if step is None or not step.doubt[0] or step.doubt[0] in self.known:
            return False
        self.known.add(step.doubt[0])
        command, others = re.findall(r"^  you: (guard ask .*?)    \(.*\n +or --about (.*)$", text, re.M)[0]
        assert step.doubt[1] in others
        about = f"{self.plan}/{step.doubt[1]}"
        self.does(re.sub(r'"\.\.\." --about \S+', f"{shlex.quote(step.doubt[0])} --about {about}", command))
        return True

    def writes(self, text: str) -> Ended:
        """The commits of the phase that is open to it, each as the text says; then it hands over."""
        phase = _phase(text)
        staged, commit, whole = _steps(text)
        for step in self.work[phase][self.done.get(phase, 0) :]:
            paths = [self.edits(*edit) for edit in step.edits]
            self.does("git add --", *dict.fromkeys([path for path in paths if path]))
            while (answer := self.room.sh(staged)).code != 0:
                self.obeys(answer)
            self.does(commit, "--message", step.title)
            self.done[phase] = self.done.get(phase, 0) + 1
            self.room.now += step.days * DAY
        self.ran.append(whole)
        answer = self.room.sh(whole)
        return (
            _ended(text, phase) if answer.code == 0 else Ended(phase, tuple(dict.fromkeys(THEIRS.findall(answer.out))))
        )

    def edits(self, path: str, old: str, new: str) -> str:
        """One text in the place of another."""
        file = self.room.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text() if file.exists() else ""
        assert (before == "") if old == "" else before.count(old) == 1, (path, old)
        return path if self.saves(path, before.replace(old, new) if old else new) else ""

    def saves(self, path: str, text: str) -> bool:
        """Whether it did."""
        (self.room.top / path).write_text(text)
        return True

    def obeys(self, answer: Answer) -> None:
        """What a finding says the agent does: the command in it."""
        for line in OWN.findall(answer.out):
            command = COMMAND.search(line)
            assert command, answer.said
            self.does(command[1])


def _phase(text: str) -> str:
    """The phase that is open to it."""
    found = re.search(r"^you may, in (\S+)$", text, re.M)
    assert found, text
    return found[1]


def _steps(text: str) -> list[str]:
    """The commands below "when it is done", without what stands beside them."""
    part = text.partition("\nwhen it is done\n")[2].partition("\nyour turn ends\n")[0]
    return [line.partition("    (")[0] for line in re.findall(r"^  you: (.*)$", part, re.M)]


def _ended(text: str, phase: str) -> Ended:
    """What stands below "your turn ends"."""
    part = text.partition("\nyour turn ends\n")[2].partition("\nto ask\n")[0]
    until = re.search(r"before (\d+-\d+-\d+ \d+:\d+) UTC", part)
    at = int(datetime.fromisoformat(f"{until[1]}+00:00").timestamp()) if until else 0
    return Ended(phase, tuple(HANDED.findall(part)), at)


class Others:
    """People and machines with keys of their own; each does what guard names as theirs, and nothing else."""

    def __init__(self, room: Room, names: tuple[str, ...], answers: Mapping[str, str]) -> None:
        self.room, self.answers = room, answers
        self.keys = {name: room.root / f"{name}.key" for name in names}
        self.landings = 0
        for name, path in self.keys.items():
            words = [KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
            subprocess.run(words, check=True, capture_output=True)

    def public(self, name: str) -> str:
        """The line that a policy lists."""
        return Path(f"{self.keys[name]}.pub").read_text().strip().rpartition(" ")[0]

    def act(self, who: str, step: str) -> None:
        """What stood under their name."""
        land = re.fullmatch(rf"land (\S+) on {MAIN}", step)
        if land:
            self.lands(land[1])
        elif step.startswith("guard plan answer"):
            self.says(who, step)
        elif step.startswith("guard attest"):
            self.room.works(step, "--as", who, "--key", str(self.keys[who]))
        else:
            self.signs(who, step)

    def lands(self, branch: str) -> None:
        """CI judges it; then it is merged, as one forge or another does that: forward, by a merge, as one commit."""
        self.room.works(f"guard check --range {MAIN}..{branch}")
        base, tip = self.room.git("rev-parse", MAIN), self.room.git("rev-parse", branch)
        way, self.landings = self.landings % 3, self.landings + 1
        if way:
            parents = ["-p", base, *(["-p", tip] if way == 1 else [])]
            texts = self.room.git("log", "--reverse", "--format=%B", f"{base}..{tip}") if way == 2 else "Merge"
            words = [*parents, "-m", f"Land {branch}", "-m", texts]
            tip = self.room.works(f"git commit-tree {tip}^{{tree}}", *words).out.strip()
        self.room.works(f"git update-ref {MAIN} {tip} {base}")

    def says(self, who: str, step: str) -> None:
        """A person answers in the plan, on a branch of their own, and has it approved by whom guard names."""
        desk = self.room.root / "desk"
        self.room.works(f"git worktree add --quiet -b answer {desk} {MAIN}")
        words = shlex.split(step)
        name = words[4].partition("=")[0]
        words[4] = f"{name}={self.answers[name]}"
        self.room.works(shlex.join(words), "--as", who, cwd=desk)
        self.room.works("git commit --quiet --all --message answer", cwd=desk)
        while (answer := self.room.sh("guard check", "--range", f"{MAIN}..HEAD", cwd=desk)).code != 0:
            named = THEIRS.findall(answer.out)
            assert named, answer.said
            self.signs(*named[0], cwd=desk)
        self.lands("answer")

    def signs(self, who: str, step: str, cwd: Path | None = None) -> None:
        """A person reads what it comes to, signs it with ssh-keygen, and brings it back."""
        request = self.room.root / "request"
        for path in (request, Path(f"{request}.sig")):
            path.unlink(missing_ok=True)
        said = ("--as", who, "--reason", "read, and found right", "--request", str(request))
        self.room.works(step, *said, cwd=cwd)
        words = shlex.split(step)
        space = NAMESPACES[words[1]]
        argv = [KEYGEN, "-q", "-Y", "sign", "-f", str(self.keys[who]), "-n", space, str(request)]
        subprocess.run(argv, check=True, capture_output=True)
        at = words[words.index("--at") : words.index("--at") + 2] if "--at" in words else []
        self.room.works(f"guard {words[1]} --signed", str(request), *at, cwd=cwd)


def carried(agent: Agent, others: Others) -> Iterator[Ended]:
    """Turn after turn: what it hands over is done by whom it names, the first who can; then time goes on."""
    for _ in range(MOST):
        ended = agent.turn()
        yield ended
        if all([step.startswith("guard plan status") for _, step in ended.handed]) and not ended.until:
            return  # nothing is left but to look at it
        agent.room.now = max(agent.room.now + HOUR, ended.until)
        for step in dict.fromkeys([step for _, step in ended.handed]):
            others.act(next(who for who, named in ended.handed if named == step), step)
    raise AssertionError("it never comes to its end")


def monolith(folder: Path, capture: pytest.CaptureFixture[str], now: int = BEGUN) -> tuple[Room, Others]:
    """The monolith with the plan on main, where nobody has approved it, and the hooks of guard install."""
    made = Room(folder, capture, now)
    others = Others(made, NAMES, ANSWERS)
    make_repository(made.top)
    files = {path.relative_to(MONOLITH).as_posix(): path.read_text() for path in MONOLITH.rglob("*") if path.is_file()}
    key = re.compile(r"^  (\w+): \{key: [^,]*,", re.M)
    policy = key.sub(lambda one: f"  {one[1]}: {{key: {others.public(one[1])},", files[".guard/policy.yaml"])
    policy = policy.replace("consumers:\n", "consumers:\n  table:users: [shop, worker]\n")
    plan = {".guard/policy.yaml": policy, ".guard/plans/split-name.yaml": PLAN, ".guard/plans/split-name.md": STORY}
    made.stage({**files, **MORE_CODE, **plan})
    made.works("git commit --quiet --message=begin")
    made.works("guard sites build split-name reads")
    made.works("git add --all")
    made.works("git commit --quiet --message=sites")
    made.works("guard install")
    return made, others
