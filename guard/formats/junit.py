"""JUnit for whatever collects test reports: what was established passed, what was not is skipped, findings fail."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from guard.escape import seen_lines, shown
from guard.model.finding import Finding
from guard.model.ranking import cut, lines, place, ranked, title
from guard.model.verdict import Verdict

WORDS = 1_000  # characters of a name
ESTABLISHED = "guard.established"


def render(verdict: Verdict, colour: bool = False) -> str:
    """One suite; `colour` has no meaning here."""
    stopping = set(map(id, verdict.stopping()))
    findings = ranked(verdict)
    cases = [_case(verdict, found, id(found) in stopping) for found in findings]
    cases += [_open(ESTABLISHED, said) + "/>" for said in verdict.established]
    for unknown in verdict.not_established:
        cases.append(f"{_open(ESTABLISHED, unknown.what)}><skipped message={_quoted(unknown.why)}/></testcase>")
    failures = sum([1 for found in findings if id(found) in stopping and not _is_error(found)])
    errors = len(stopping) - failures
    totals = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{len(verdict.not_established)}"'
    suite = f"<testsuite name={_quoted(f'guard: {verdict.outcome}')} {totals}>"
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="guard" {totals}>', suite]
    return "\n".join([*head, *cases, "</testsuite>", "</testsuites>"]) + "\n"


def _case(verdict: Verdict, found: Finding, stops: bool) -> str:
    """A finding that closes this door failed; where guard could not judge, that is an error. Any other is only told."""
    path, line = place(found, verdict.basis)
    where = f' file={_quoted(shown(path))} line="{line}"'
    words = escape("\n".join(lines(found)))
    start = _open(f"guard.{found.rule}", found.what) + where
    if not stops:
        return f"{start}><system-out>{words}</system-out></testcase>"
    kind = "error" if _is_error(found) else "failure"
    told = f"<{kind} type={_quoted(found.outcome)} message={_quoted(title(found))}>{words}</{kind}>"
    return f"{start}>{told}</testcase>"


def _is_error(found: Finding) -> bool:
    return found.outcome in ("bug", "cannot-establish")


def _open(of: str, name: str) -> str:
    return f"<testcase classname={_quoted(of)} name={_quoted(cut(name, WORDS))}"


def _quoted(text: str) -> str:
    """An attribute. What XML may not hold is hidden on a screen as well, and so is escaped before."""
    return quoteattr(" ".join(seen_lines(text)))
