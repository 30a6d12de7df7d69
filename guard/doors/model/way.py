"""The way to a model: one address that the policy allows, and what lets us in, from the environment and nowhere else.

All of it is asked before anything is sent. What would lead elsewhere or add to a request is refused, not obeyed.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from guard.model.inquiry import Miss
from guard.value import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

OWN = "https://api.anthropic.com"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ADDS = ("ANTHROPIC_CUSTOM_HEADERS",)  # what the SDK would put into every request
ADDRESSES = {  # where an address may be named, by whose API is asked
    "anthropic": "ANTHROPIC_BASE_URL",
    "gateway": "ANTHROPIC_BASE_URL",
    "bedrock": "ANTHROPIC_BEDROCK_BASE_URL",
    "vertex": "ANTHROPIC_VERTEX_BASE_URL",
}
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {  # what lets us in: the first of these that is there, all of its names
    "anthropic": (("ANTHROPIC_API_KEY",),),
    "gateway": (("ANTHROPIC_API_KEY",),),
    "bedrock": (
        ("AWS_BEARER_TOKEN_BEDROCK",),
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ),
    "vertex": (("CLOUDSDK_AUTH_ACCESS_TOKEN",), ("GOOGLE_OAUTH_ACCESS_TOKEN",)),
}
PROJECTS = ("ANTHROPIC_VERTEX_PROJECT_ID", "GOOGLE_CLOUD_PROJECT")
LONGEST = 8000  # letters of a key
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Settings(NamedTuple):
    """How a model is asked: by the policy, and within these bounds; times in seconds."""

    through: str = "anthropic"
    hosts: tuple[str, ...] = ()  # addresses that are allowed besides the usual one
    region: str = ""
    deadline: float = 300.0  # for all requests together, a wall
    connect: float = 5.0
    read: float = 150.0  # for an answer to begin, and between its parts
    largest: int = 4 << 20  # bytes of an answer
    tries: int = 3  # of one request
    first_wait: float = 1.0
    longest_wait: float = 20.0
    at_once: int = 4
    seed: bytes = b""  # of how long to wait


class Way(NamedTuple):
    """Where it leads, and what lets us in; that is in no message and in no `repr`."""

    through: str
    base: str
    region: str
    project: str
    keys: Keys

    def path(self, model: str) -> str:
        """What is asked at that address."""
        if self.through == "bedrock":
            return f"/model/{quote(model, safe=':')}/invoke"
        if self.through == "vertex":
            named = quote(model, safe="@")
            place = f"/projects/{quote(self.project, safe='')}/locations/{self.region}/publishers/anthropic"
            return f"{place}/models/{named}:rawPredict"
        return "/v1/messages"

    def host(self) -> str:
        """The address, for people."""
        return self.base


class Keys(dict[str, str]):
    """What lets us in, by the name of its variable; it shows nothing of itself."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"


def way(settings: Settings, environment: Mapping[str, str]) -> Way | Miss:
    """The way, or why there is none."""
    if settings.through not in KEYS:
        return Miss("settings", "through")
    adds = [name for name in ADDS if environment.get(name)]
    if adds:
        return Miss("environment", adds[0])
    if settings.through in ("bedrock", "vertex") and not (settings.region and LETTERS.issuperset(settings.region)):
        return Miss("settings", "region")
    project = next((environment[name] for name in PROJECTS if environment.get(name)), "")
    if settings.through == "vertex" and not project:
        return Miss("settings", PROJECTS[0])
    base = _address(settings, environment)
    if isinstance(base, Miss):
        return base
    for names in KEYS[settings.through]:
        if all([environment.get(name) for name in names]):
            keys = Keys({name: environment[name] for name in names})
            wrong = [name for name, value in keys.items() if not _plain(value)]
            return Miss("no-key", f"{wrong[0]} is no key") if wrong else _way(settings, base, project, keys)
    return Miss("no-key", " or ".join([", ".join(names) for names in KEYS[settings.through][:2]]))


def _way(settings: Settings, base: str, project: str, keys: Keys) -> Way:
    return Way(settings.through, base, settings.region, project, keys)


def _plain(value: str) -> bool:
    """A header takes it as it is."""
    return len(value) <= LONGEST and value.isascii() and value.isprintable() and " " not in value


def usual(through: str, region: str) -> str:
    """The address that needs no permission; "" where there is none."""
    if through == "anthropic":
        return OWN
    if through == "bedrock":
        return f"https://bedrock-runtime.{region}.amazonaws.com"
    if through == "vertex":
        places = {"global": "aiplatform", "us": "aiplatform.us.rep", "eu": "aiplatform.eu.rep"}
        return f"https://{places.get(region, f'{region}-aiplatform')}.googleapis.com/v1"
    return ""


def _address(settings: Settings, environment: Mapping[str, str]) -> str | Miss:
    """The one that the environment names, if it is allowed; else the usual one, or the only one there is."""
    own = usual(settings.through, settings.region)
    allowed = [one for one in (own, *settings.hosts) if one]
    name = ADDRESSES[settings.through]
    said = environment.get(name, "").rstrip("/")
    if said and said not in allowed:
        return Miss("host", f"{name} names another")
    chosen = said or own or (allowed[0] if len(allowed) == 1 else "")
    if not chosen:
        return Miss("host", f"{name} says which of {len(allowed)}" if allowed else "model: hosts names none")
    return chosen if safe(chosen) else Miss("host", "it is neither https nor this machine")


def safe(base: str) -> bool:
    """https, or this machine; nobody's name and no question in it."""
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    bare = not (parts.username or parts.password or parts.query or parts.fragment or "@" in base or "\\" in base)
    return bare and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
