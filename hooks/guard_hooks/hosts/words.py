"""The options of a host's job: by words, else by the inputs of the action, which come as variables and never as words.

A word of a workflow would stand in a script, where what somebody else chose could be more than a word. Inputs are those
of the action alone: elsewhere a variable of that name is anybody's who may start a pipeline, and is not read.
"""

from __future__ import annotations

from guard.errors import UsageError
from guard.escape import shown
from guard.formats import FORMATS
from guard.words import Words, meant, moment
from guard_hooks.hosts.task import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

ONE = (  # option, metavar, field, input, help
    ("--branch", "NAME", "branch", "BRANCH", "the branch that is guarded, such as main; else the default branch"),
    ("--plan", "ID", "plan", "PLAN", "the plan that the change is held to; else what its commits say"),
    ("--phase", "NAME", "phase", "PHASE", "the phase of the plan"),
    ("--mode", "MODE", "mode", "MODE", "shadow: the outcome is told, and the job passes whatever it is"),
    ("--records", "DIR", "records", "RECORDS", "the folder of records: job record writes it, job sign reads it"),
    ("--machine", "NAME", "name", "MACHINE", "job sign: the machine of the policy whose key signs"),
    ("--key", "FILE", "key", "KEY_FILE", "job sign: the file of its private key; or the key itself in GUARD_KEY"),
    ("--workflow", "NAME", "workflow", "WORKFLOW", "job rejudge: the check: guard.yml; on GitLab its job, guard"),
    ("--from", "DIR", "lent", "CLONE", "a clone at hand: what it has is not fetched again, and nothing in it believed"),
    ("--git", "PATH", "git", "GIT", "the git to use, by absolute path"),
    ("--now", "TIME", "now", "NOW", "the time to judge at, such as 2026-12-01T08:00:00Z; else now"),
)
WRITTEN = (
    ("--report-file", "json", "REPORT_FILE", "the report as JSON"),
    ("--sarif-file", "sarif", "SARIF_FILE", "the findings as SARIF 2.1.0"),
    ("--statement-file", "statement", "STATEMENT_FILE", "an in-toto statement of the outcome"),
    ("--predicate-file", "predicate", "PREDICATE_FILE", "the predicate of that statement alone, for actions/attest"),
)
EXITS = (
    "exit codes: 0 pass, 1 violation, 2 usage, 3 a person must settle something, 4 stale, 5 cannot establish,\n"
    "70 a bug of guard\n"
)
MODES = ("", "shadow")  # no job is stricter than its policy: where somebody left the word out, nobody would know
ACTION = "github"  # the host whose jobs take inputs


def parser(host: str, description: str, examples: str, jobs: Mapping[str, str]) -> Words:
    """The options of `guard hook HOST`."""
    epilog = f"{examples}\n{EXITS}"
    words = Words(f"guard hook {host}", description, epilog)
    words.add_argument("--job", metavar="JOB", help=f"what to do: {', '.join(jobs)}; else check")
    for option, metavar, _, _, about in ONE:
        words.add_argument(option, metavar=metavar, dest=option, help=about)
    for option, _, _, about in WRITTEN:
        words.add_argument(option, metavar="FILE", dest=option, help=f"where to write {about}")
    words.add_argument(
        "--format",
        metavar="NAME=FILE",
        action="append",
        default=[],
        help=f"write the verdict in another format, too: {', '.join(FORMATS)}; may be given several times",
    )
    return words


def told(host: str, words: Words, given: list[str], env: Mapping[str, str], jobs: Mapping[str, str]) -> Options:
    """The options; what was said as a word stands before what an input says."""
    asked, inputs = vars(words.parse_args(given)), env if host == ACTION else {}

    def of(option: str, name: str) -> str:
        word = asked[option]
        return str(word if word is not None else inputs.get(f"INPUT_{name}", ""))

    said = {field: of(option, name) for option, _, field, name, _ in ONE if field != "now"}
    job = asked["job"] if asked["job"] is not None else inputs.get("INPUT_JOB") or "check"
    _one_of("job", job, jobs, host)
    _one_of("mode", said["mode"], MODES, host)
    files = [(name, path) for option, name, of_input, _ in WRITTEN if (path := of(option, of_input))]
    files += [_file(one, host) for one in asked["format"]]
    comment = inputs.get("INPUT_COMMENT", "") == "true"
    now = moment(of("--now", "NOW") or None, f"guard hook {host}")
    return Options(job=job, now=now, files=tuple(files), comment=comment, **said)


def _one_of(what: str, word: str, known: Mapping[str, str] | tuple[str, ...], host: str) -> None:
    if word not in known:
        raise UsageError(f"no {what} '{shown(word[:200])}'{meant(word, known)} (guard hook {host} --help)")


def _file(said: str, host: str) -> tuple[str, str]:
    name, equals, path = said.partition("=")
    if not equals or not path or name not in FORMATS:
        known = ", ".join(FORMATS)
        what = f"--format takes NAME=FILE, with NAME one of {known}"
        raise UsageError(f"{what}, not '{shown(said[:200])}' (guard hook {host} --help)")
    return name, path
