"""Where a forge shows a commit, told from the address of a remote; nothing of it but host and path is ever shown."""

from __future__ import annotations

import re

# A host is known by a word of its name; of others nobody can tell what their pages are called.
PAGES = {"github": "commit", "gitlab": "-/commit", "codeberg": "commit", "gitea": "commit", "forgejo": "commit"}
WHOLE = {"bitbucket.org": "commits", "git.sr.ht": "commit"}
_URL = re.compile(r"(https?|ssh|git|git\+ssh)://(?:[^/@\s]*@)?([A-Za-z0-9.-]+)(:\d+)?/(.+)")
_SHORT = re.compile(r"(?:[^/@\s:]+@)?([A-Za-z0-9.-]+):([^/].*)")  # as scp has it
_PATH = re.compile(r"~?[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")


def page_of(address: str) -> str:
    """The address of a commit, with {commit} in it; "" where the remote is no forge that guard knows."""
    whole = _URL.fullmatch(address)
    short = None if whole or "://" in address else _SHORT.fullmatch(address)
    if whole:
        scheme, host, port, path = whole.groups()
        port = port if scheme.startswith("http") and port else ""
    elif short:
        host, path, port = short[1], short[2], ""
    else:
        return ""
    host = re.sub(r"^(alt)?ssh\.", "", host.lower())
    path = path.rstrip("/").removesuffix(".git")
    page = WHOLE.get(host) or next((PAGES[word] for word in host.split(".") if word in PAGES), "")
    return f"https://{host}{port}/{path}/{page}/{{commit}}" if page and _PATH.fullmatch(path) else ""
