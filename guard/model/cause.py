"""Why there is no reading: a closed table, each cause with its words and what to do; none lets anything pass."""

from __future__ import annotations

from guard.value import NamedTuple

EXIT = 3  # a reading that is missing is a question to a person


class Cause(NamedTuple):
    """One of them. `{}` in its words is where a detail goes, if there is one."""

    name: str
    what: str
    mend: str
    again: bool = False  # the same request may be answered another time: asked once more by itself

    def words(self, detail: str = "") -> str:
        return f"{self.what}: {detail}" if detail else self.what


_AGAIN_LATER = "ask again later; until then a person reads it"
_PERSON = "a person reads this text instead"
_OWNER = "whoever runs this looks at the account of the model's maker"
_FORGED = "a person reads this text: look in it for words that speak to its reader"

CAUSES = {
    cause.name: cause
    for cause in (
        # before anything is sent
        Cause(
            "no-sdk",
            "the library of the model's maker is not installed",
            "install it: pip install 'changeset-guard[model]'",
        ),
        Cause("no-key", "there is no key to ask with", "whoever runs this sets the variable that docs/model.md names"),
        Cause(
            "host",
            "the address is none that the policy allows",
            "unset the variable that names another, where guard runs; one that is meant the owner of the policy lists "
            "under model: hosts",
        ),
        Cause("environment", "the environment would add to the request", "unset that variable where guard runs"),
        Cause("settings", "the model cannot be asked as the policy says", "mend model: in the policy"),
        Cause("forbidden", "the text names a file that is never sent", _PERSON),
        Cause(
            "residue",
            "something that looks like a secret would be left in what is sent",
            "take the secret out of the text",
        ),
        Cause(
            "too-large",
            "a part of the text is too long to be read in one piece",
            "divide that paragraph or block of code",
        ),
        Cause("empty", "there is nothing in the text to read", "write down what is to happen"),
        Cause("no-price", "nobody knows what this model costs", "name its price in a table of prices (docs/model.md)"),
        Cause("budget", "it would cost more than the policy allows", "divide the text, or let the policy allow more"),
        Cause("no-recording", "nothing was recorded for this request", "record it: guard plan read PLAN --record DIR"),
        # on the way
        Cause("connection", "no connection came about, or it broke", _AGAIN_LATER),
        Cause("timeout", "no answer came in time", _AGAIN_LATER),
        Cause("rate-limit", "too many requests (429)", _AGAIN_LATER),
        Cause("spend-limit", "the account has spent what it may (429)", _OWNER),
        Cause("overloaded", "the model is overloaded (529)", _AGAIN_LATER),
        Cause("server-error", "the other side failed", _AGAIN_LATER),
        Cause(
            "bad-request",
            "the request was refused (400)",
            "see that the model of that name takes requests of this form; " + _PERSON,
        ),
        Cause("unauthorised", "the key was refused (401)", "whoever runs this renews the key"),
        Cause("payment", "the account cannot pay (402)", _OWNER),
        Cause("denied", "the key may not ask this model (403)", _OWNER),
        Cause("no-such-model", "there is no such model (404)", "mend model: name in the policy"),
        Cause("request-too-large", "the request is too large for the other side (413)", "divide the text"),
        Cause(
            "redirect",
            "the other side sends elsewhere, and guard takes its key nowhere else",
            "name the address itself",
        ),
        Cause("status", "the answer has a status that guard does not know", _PERSON),
        Cause("reply-too-large", "the answer is longer than guard reads", _PERSON),
        Cause(
            "compressed", "the answer comes compressed, and guard asked for it plain", "have what stands between mended"
        ),
        Cause("echo", "the answer holds the key itself", "whoever runs this renews the key: somebody else has it now"),
        # what the answer is
        Cause("not-json", "the answer is no JSON", _AGAIN_LATER, again=True),
        Cause("no-message", "the answer is no message of a model", _AGAIN_LATER, again=True),
        Cause(
            "other-model", "another model answered", "name in the policy the model that answers, or ask the one named"
        ),
        Cause("refusal", "the model would not read it", _PERSON),
        Cause("max-tokens", "the answer was cut short", "divide the text"),
        Cause("context-window", "the text is longer than the model reads", "divide the text"),
        Cause("paused", "the model stopped before its end", _AGAIN_LATER),
        Cause("stop-reason", "the model stopped for a reason that guard does not know", _PERSON),
        Cause("schema", "the answer is not in the form that was asked for", _PERSON, again=True),
        Cause("nonce", "the answer does not name the request it belongs to", _FORGED, again=True),
        Cause("coverage", "the model did not read all of it", _PERSON, again=True),
        Cause("canary", "the model missed what guard planted for it to find", _FORGED, again=True),
        Cause("unreliable", "more than half of what the model quotes does not stand in the text", _PERSON, again=True),
    )
}
