"""Lists that leave somebody out (G723): "the consumers of X are A and B", and the tree knows a C."""

from __future__ import annotations

import re

from guard.escape import shown
from guard.model.doubt import Doubt
from guard.prose.cued import Cued

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard.model.doubt import Paper
    from guard.model.prose import Unit

_WHO = (
    r"(?:services?|consumers?|readers?|writers?|callers?|users|clients?|subscribers?|producers?|deployments?"
    r"|programs?|applications?|apps?)"
)
_EACH = Cued(
    r"\b(?P<all>all(?: of)?(?: the)?|every|each|the only)\s+(?:(?:\w+"
    rf"|\d+) ){{0,2}}?(?P<who>{_WHO})(?P<of>(?: (?:of|that|which|reading|using"
    r"|with) [^:(.;]{1,60}?)?)\s*(?P<is>:|\(|\bare\b|\bis\b|,? namely|\u2014"
    r"|\u2013)\s*(?P<list>[^.;)]{2,300})",
    re.I,
)
_OF = Cued(
    rf"(?:^\W*|[.;]\s*)(?:the )?(?P<who>{_WHO}|services) (?P<of>(?:of|with|that (?:use|read|write|call)|using"
    r"|reading) (?:the )?(?P<name>\x00+|[\w.-]{2,60})(?: \w+)?)\s*(?P<is>:"
    r"|\bare\b)\s*(?P<list>[^.;)]{2,300})",
    re.I,
)
_AFFECTED = Cued(rf"(?:^\W*|[.;]\s*){_WHO} affected\s*:\s*(?P<list>[^.;)]{{2,300}})", re.I)
_NOT_WHOLE = Cued(
    r"\b(?:e\.g|for example|such as|including|among|etc|some|others?|more|at least|except|but|not|without"
    r"|first)\b|\.\.\.|\u2026",
    re.I,
)
_NAMES = Cued(r"[\w][\w.-]*")
# what compose files and charts run beside the services of the house
_ENGINES_TEXT = (
    "postgres postgresql mysql mariadb db database redis valkey kafka zookeeper rabbitmq nats mongo mongodb "
    "elasticsearch opensearch meilisearch minio localstack nginx traefik envoy caddy haproxy vault consul etcd "
    "prometheus grafana loki tempo jaeger zipkin otel otel-collector alertmanager mailhog mailpit memcached "
    "clickhouse pgbouncer keycloak adminer pgadmin flagd"
)
_ENGINES = frozenset(_ENGINES_TEXT.split())
_CODE_OF = Cued(r"\W*(?:the |all |every |all the )*(?:callers?|readers?|writers?)\b", re.I)
_NO_CODE = Cued(
    r"(?:^|/)(?:docs?|tests?|__tests__|migrations?|\.guard|\.github)/|\.(?:md|rst|txt|sql)$|(?:_test|\.test"
    r"|\.spec)\.\w+$|(?:^|/)test_",
    re.I,
)
_THAT_IS_ALL = Cued(
    r"(?P<list>[^.;:()]{3,200}?),? \(?(?:i\.e\.|that is|so|meaning|which is|which are|in other words),? "
    r"(?:all|every|each)(?: of)?(?: the| our)? (?P<what>[a-z]{3,30}?)s?\b",
    re.I,
)
_AND = Cued(r"\s?(?:,\s?and\b|,|\band\b|&)\s?")
ASK = "Is it left out on purpose, and what shows that it is not concerned?"
MEND = "name all of them, or say what shows that the others are not concerned: a query of the tree and its result"


def check(paper: Paper) -> Iterator[Doubt]:
    """One doubt a list: who is missing."""
    services = paper.known.of("service")
    lists = [
        (unit, told)
        for unit in paper.prose.units
        if not unit.quoted and unit.kind not in ("comment", "heading")
        for told in _lists(unit)
    ]
    for unit, quote, what in _all_of_them(paper):
        yield Doubt("G723", unit.number, quote.strip(), what, ASK, MEND)
    plain = {_plain(name): name for name in services.names}
    for unit, (quote, names, of, everyone) in lists:
        for what in _unconcerned(paper, unit, names) if "affected" in quote.lower() else ():
            yield Doubt("G723", unit.number, quote, what, ASK, MEND)
        listed = {_plain(name) for name in names} & plain.keys()
        places = _places(paper, of)
        left = _uncovered(names, places) if _CODE_OF.match(quote) else ()
        if left:
            told = ", ".join([shown(at) for at in left[:3]])
            yield Doubt("G723", unit.number, quote, f"the list leaves out {told}", ASK, MEND)
            continue
        if len(listed) < (2 if everyone and not of else 1):
            continue
        where = {name: at for name in plain.keys() - listed for at in _stands(name, places)} if of else {}
        if not of and everyone:
            where = {name: services.names[plain[name]] for name in plain.keys() - listed - _ENGINES}
        if where and not any([_plain(word) in where for word in _NAMES.findall(unit.text)]):
            told = ", ".join(
                [
                    f"{shown(plain[name])} ({shown(at)})" if at else shown(plain[name])
                    for name, at in sorted(where.items())[:3]
                ]
            )
            yield Doubt("G723", unit.number, quote, f"the list leaves out {told}", ASK, MEND)


def _unconcerned(paper: Paper, unit: Unit, names: list[str]) -> Iterator[str]:
    """Listed as affected, where the settings that are spoken of beside it stand for the others alone."""
    near = [
        one
        for one in paper.prose.units[max(0, unit.number - 6) : unit.number]
        if one.under == unit.under and one.step == unit.step
    ]
    settings = {name for one in near for name in one.inside("code")} & paper.known.of("environment").names.keys()
    places = [at for name in settings for at in _places(paper, name)]
    services = {_plain(name) for name in names} & {_plain(name) for name in paper.known.of("service").names}
    without = [name for name in sorted(services) if not _stands(name, tuple(places))]
    said = {_plain(word) for one in near if one is not unit for word in _NAMES.findall(one.text)}
    if places and 0 < len(without) < len(services):
        yield from [
            f"{shown(name)} is listed, and {shown(sorted(settings)[0])} stands in none of its files"
            for name in without
            if name not in said
        ]


def _all_of_them(paper: Paper) -> Iterator[tuple[Unit, str, str]]:
    """`Plans: free, team and enterprise. Affected: free and enterprise, i.e. all plans.`"""
    for unit in paper.prose.units:
        found = _THAT_IS_ALL.search(unit.text) if not unit.quoted else None
        for one in paper.prose.units[max(0, unit.number - 6) : unit.number - 1] if found is not None else ():
            whole = (
                re.match(rf"\W*(?:the |our )?{found['what']}s?(?: are|:) (?P<list>[^.;:]{{3,200}})", one.text, re.I)
                if found
                else None
            )
            if whole is None or found is None or one.under != unit.under:
                continue
            every = [_plain(name) for name in _AND.split(whole["list"]) if name.strip()]
            told = {_plain(name) for name in _AND.split(found["list"]) if name.strip()}
            left = [name for name in every if name not in told]
            if left and len(left) < len(every) and told <= set(every):
                yield unit, found[0], f"the list leaves out {shown(', '.join(left))}"


def _plain(name: str) -> str:
    return re.sub(r"[_.\s]+", "-", name.strip("`'\" ").casefold())


def _lists(unit: Unit) -> Iterator[tuple[str, list[str], str, bool]]:
    """The words, the names, what they are all of ("" for all there are), and whether it says that it is all of them."""
    letters = list(unit.text)
    code = [span for span in unit.spans if span.kind == "code"]
    for span in code:
        letters[span.start : span.end] = "\x00" * (span.end - span.start)
    said = "".join(letters)
    for words in (_EACH, _OF, _AFFECTED):
        for found in words.finditer(said):
            if _NOT_WHOLE.search(found["list"]):
                continue
            start, end = found.span("list")
            names = [unit.text[span.start : span.end] for span in code if start <= span.start < end]
            names += _NAMES.findall(found["list"].replace("\x00", " "))
            of = _subject(unit, found) if words is not _AFFECTED else ""
            if words is _AFFECTED or of or (words is _EACH and not found["of"].strip()):
                yield unit.text[found.start() : found.end()].strip(" .;"), names, of, words is _EACH


def _subject(unit: Unit, found: re.Match[str]) -> str:
    """What they are consumers of, by its name in code."""
    start, end = found.span("of")
    return next(
        (unit.text[span.start : span.end] for span in unit.spans if span.kind == "code" and start <= span.start < end),
        "",
    )


def _places(paper: Paper, of: str) -> tuple[str, ...]:
    bare = of.removesuffix("()")
    mentions = paper.known.mentions
    return mentions.get(bare, mentions.get(bare.rpartition(".")[2], ())) if bare else ()


def _uncovered(names: list[str], places: tuple[str, ...]) -> tuple[str, ...]:
    """Places of which no listed name is a folder or a file, where some of the others are."""
    listed = {_plain(name) for name in names} | {name.strip("/") for name in names}
    left = []
    for place in places:
        path = place.rpartition(":")[0]
        parts = {_plain(part.partition(".")[0]) for part in path.split("/")} | {path}
        if parts.isdisjoint(listed) and not _NO_CODE.search(path):
            left.append(place)
    return tuple(left) if len(left) < len(places) else ()


def _stands(name: str, places: tuple[str, ...]) -> list[str]:
    """Places in a folder, or a file, that bears the name of the service."""
    return [
        at for at in places if name in {_plain(part.partition(".")[0]) for part in at.rpartition(":")[0].split("/")}
    ][:1]
