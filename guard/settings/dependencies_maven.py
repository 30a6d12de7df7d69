"""pom.xml, and of Gradle what is written out: literal coordinates, and the catalogue of versions."""

from __future__ import annotations

import re
from xml.parsers import expat

from guard.settings.dependencies_listing import Listing, Package
from guard.settings.texts import Places, UnreadError, plain, table, toml_of, trimmed, word
from guard.value import NamedTuple

DEPTH = 60
_PROPERTY = re.compile(r"\$\{([^{}\s]{1,200})\}")
_CONFIGURATION = (
    r"\w{0,60}(?:[Ii]mplementation|[Aa]pi|[Cc]ompileOnly|[Rr]untimeOnly|[Cc]ompile|[Rr]untime|[Kk]apt|[Kk]sp"
    r"|[Aa]nnotationProcessor|classpath)\w{0,40}"
)
_COORDINATES = re.compile(
    rf"""\s*({_CONFIGURATION})[ (]\s*(["'])([\w.-]+:[\w.-]+):([^"'$:@\s]+)((?:[:@][\w.-]+)*)\2\s*\)?\s*"""
)
_PLUGIN = re.compile(
    r"""\s*id[ (]\s*(["'])([\w.-]+)\1\s*\)?\s*version[ (]\s*(["'])([^"'$\s]+)\3\s*\)?\s*(apply[ (]false\)?)?\s*"""
)
_TEST = ("test", "androidTest")


class Element:
    """An element of XML with its line."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, line: int, attributes: dict[str, str]) -> None:
        self.tag, self.line, self.text, self.attributes = tag, line, "", attributes
        self.children: list[Element] = []

    def get(self, tag: str) -> Element | None:
        return next((child for child in self.children if child.tag == tag), None)

    def said(self, tag: str) -> str:
        found = self.get(tag)
        return found.text.strip() if found else ""

    def plain(self) -> object:
        return [self.tag, self.attributes, self.text.strip(), [child.plain() for child in self.children]]


def tree(text: str) -> Element:
    """The elements of a document. A document type may define entities, which change what everything else means."""
    parser = expat.ParserCreate("utf-8")
    top = Element("", 1, {})
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEPTH:
            raise UnreadError("it is nested too deeply")
        element = Element(name.rpartition(":")[2], parser.CurrentLineNumber, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def words(found: str) -> None:
        stack[-1].text += found

    def refuse(*_: object) -> None:
        raise UnreadError("it has a document type, which may define entities")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, ValueError):
        raise UnreadError("it is not XML") from None
    return top.children[0]


class _Found(NamedTuple):
    """A dependency, a plugin or a parent where it stands."""

    element: Element
    scope: str
    place: str


def pom(text: str) -> Listing:
    """Versions stand for what their properties say; a property that only they use is told with them."""
    project = tree(text)
    if project.tag != "project":
        raise UnreadError("it is no project")
    found: list[_Found] = []
    repositories: list[object] = []
    _collect(project, "", found, repositories)
    holder = project.get("properties")
    properties = {child.tag: child for child in holder.children} if holder else {}
    used: set[str] = set()
    packages = tuple([_package(one, properties, used) for one in found])
    shared = project.get("modules") is not None or project.said("packaging") == "pom"
    if holder and not shared:  # in a parent, modules that are not seen here may use a property too
        left = plain(project.plain())
        told = {name for name in used if "${" + name + "}" not in left}
        holder.children = [child for child in holder.children if child.tag not in told]
    project.children = [child for child in project.children if child.children or child.text.strip()]
    return Listing("maven", False, packages, tuple(map(plain, repositories)), project.plain())


def _collect(element: Element, place: str, found: list[_Found], repositories: list[object]) -> None:
    """Takes dependencies, plugins and repositories out of the tree."""
    kept = []
    for child in element.children:
        managed = "managed" if element.tag in ("dependencyManagement", "pluginManagement") else ""
        if child.tag in ("dependencies", "plugins"):
            scope = "plugin" if child.tag == "plugins" or "plugin" in place else managed
            where = f"{place}/{managed or element.tag if element.tag != 'project' else ''}"
            found += [_Found(one, scope, where) for one in child.children if one.tag == "dependency"]
            others = [one for one in child.children if one.tag != "dependency"]
            for plugin in others:
                if plugin.tag == "plugin" and plugin.get("artifactId"):
                    _plugin(plugin, f"{place}/plugin", found, repositories)
            child.children = others
            kept += [child] if others else []
        elif child.tag == "parent" and element.tag == "project":
            found.append(_Found(child, "parent", ""))
        elif child.tag in ("repositories", "pluginRepositories"):
            repositories.append(child.plain())
        else:
            below = f"{place}/{child.said('id')}" if child.tag == "profile" else place
            _collect(child, below, found, repositories)
            kept.append(child)
    element.children = kept


def _plugin(plugin: Element, place: str, found: list[_Found], repositories: list[object]) -> None:
    """A plugin is a package; its configuration is the rest."""
    told = Element("", plugin.line, {})
    told.children = [child for child in plugin.children if child.tag in ("groupId", "artifactId", "version")]
    found.append(_Found(told, "plugin", place))
    version = plugin.get("version")
    plugin.children = [child for child in plugin.children if child is not version]
    _collect(plugin, f"{place} {plugin.said('artifactId')}", found, repositories)


def _package(one: _Found, properties: dict[str, Element], used: set[str]) -> Package:
    element = one.element
    written = element.get("version")
    version, line = (written.text.strip(), written.line) if written else ("", element.line)
    for name in _PROPERTY.findall(version):
        if name in properties:
            used.add(name)
            version = version.replace("${" + name + "}", properties[name].text.strip())
            line = properties[name].line
    scope = element.said("scope")
    scope = {"test": "dev", "compile": ""}.get(scope, scope) if not one.scope else one.scope
    if element.said("optional") == "true":
        scope = scope or "optional"
    group = element.said("groupId") or ("org.apache.maven.plugins" if one.scope == "plugin" else "")
    detail = []
    for child in element.children:
        if child.tag not in ("groupId", "artifactId", "version", "scope", "optional", "systemPath", "relativePath"):
            detail.append((child.tag, plain(child.plain())))
    path = element.said("systemPath") or element.said("relativePath")
    place = f"{one.place} {element.said('type')} {element.said('classifier')}"
    name = f"{group}:{element.said('artifactId')}"
    origin = "path" if element.get("systemPath") else ""
    return Package(name, version, line, scope, origin, path, (), tuple(detail), "", place)


def gradle(text: str) -> Listing:
    """build.gradle and settings.gradle: a program, of which whole lines with literal coordinates are told."""
    packages, rest = [], []
    for number, line in enumerate(text.split("\n"), 1):
        match = _COORDINATES.fullmatch(line)
        plugin = _PLUGIN.fullmatch(line)
        if match is not None:
            scope = "dev" if match[1].startswith(_TEST) else ""
            detail = (("artifact", match[5]),) if match[5] else ()
            packages.append(Package(match[3], match[4], number, scope, detail=detail, place=match[1]))
        elif plugin is not None:
            detail = (("apply", "false"),) if plugin[5] else ()
            packages.append(Package(plugin[2], plugin[4], number, "plugin", detail=detail))
        elif line.strip():
            rest.append(line.strip())
    return Listing("maven", False, tuple(packages), (), tuple(rest))


def catalogue(text: str) -> Listing:
    """libs.versions.toml."""
    data, places = toml_of(text), Places(text)
    versions = table(data.pop("versions", None))
    used: set[str] = set()
    packages = []
    for section, key, scope in (("libraries", "module", ""), ("plugins", "id", "plugin")):
        for name, value in table(data.pop(section, None)).items():
            entry = _coordinates(value, key)
            version = entry.get("version")
            line = places.entry(f"[{section}]", name)
            ref = table(version).get("ref") if isinstance(version, dict) else None
            if isinstance(ref, str) and ref in versions:
                used.add(ref)
                version, line = versions[ref], places.entry("[versions]", ref)
            written = version if isinstance(version, str) else plain(version)
            module = word(entry.get(key)) or f"{word(entry.get('group'))}:{word(entry.get('name'))}"
            packages.append(Package(module, written, line, scope, place=name))
    rest = {name: value for name, value in versions.items() if name not in used}
    return Listing("maven", False, tuple(packages), (), trimmed({**data, "versions": rest}))


def _coordinates(value: object, key: str) -> dict[str, object]:
    if not isinstance(value, str):
        return table(value)
    module, _, version = value.rpartition(":")
    return {key: module, "version": version}


def lockfile(text: str) -> Listing:
    """gradle.lockfile: group:name:version=configurations."""
    packages, rest = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, where = line.strip().partition("=")
        if name == "empty":
            rest.append(where)
            continue
        parts = name.split(":")
        if len(parts) != 3 or not where:
            raise UnreadError("it is not written as gradle writes it")
        packages.append(Package(":".join(parts[:2]), parts[2], number, detail=(("~configurations", where),)))
    return Listing("maven", True, tuple(packages), (), tuple(rest))
