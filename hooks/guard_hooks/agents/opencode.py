"""OpenCode: it runs plugins, not commands; guard's plugin shows each call to `guard hook opencode`, and throws its no.

The wire between the two is guard's own: the tool, what it is told, the folder, and back a decision with its words.
One file serves both of OpenCode's interfaces: it calls `server` of an older host (1.18.29 on) and `setup` of a newer.
"""

from __future__ import annotations

from guard_hooks.agents.call import Answer, Call
from guard_hooks.agents.fields import (
    Names,
    below,
    command_of,
    folder_of,
    other,
    others,
    said,
    settled,
    table,
    texts,
    whole,
    written,
)
from guard_hooks.agents.patch import UNREAD, edits_of
from guard_hooks.agents.words import one, reason, sure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from guard_hooks.agents.call import Decision, Payload

NAME = "opencode"
SOURCES = (
    "https://opencode.ai/v1/docs/plugins/",
    "https://opencode.ai/v2/docs/build/plugins/migrate-v1",
    "https://github.com/anomalyco/opencode/blob/dev/packages/plugin/src/promise/tool.ts",
    "https://github.com/anomalyco/opencode/blob/dev/packages/opencode/src/tool/edit.ts",
    "https://github.com/anomalyco/opencode/blob/dev/packages/core/src/tool/plugin/shell.ts",
)
VERIFIED = False  # that the newer host stops a call whose hook throws is nowhere said
# a subagent's own calls are each shown to a plugin; those of `batch` and `execute` are not, so these two are questions
READS = frozenset({
    "read", "grep", "glob", "list", "ls", "codesearch", "webfetch", "websearch", "todowrite", "todoread", "question",
    "skill", "task", "subagent", "lsp",
})  # fmt: skip

PATHS = ("filePath", "path")
WRITERS = {
    "write": Names(PATHS, ("content",)),
    "edit": Names(PATHS, (), ("oldString",), ("newString",), ("replaceAll",)),
}
PASS = '{"decision": "allow"}'
COMMAND, ON_ERROR = "@COMMAND@", "@ON_ERROR@"
PLUGIN = r"""// Written by guard. Each call of a tool is shown to guard first; one that it does not let pass is refused.
import { spawn } from "node:child_process"

const COMMAND = @COMMAND@
const ON_ERROR = @ON_ERROR@
const MOST = 1 << 20
const WAIT = 60000

function told(call, folder) {
  return new Promise((resolve) => {
    const child = spawn(COMMAND[0], COMMAND.slice(1), { cwd: folder || undefined, stdio: ["pipe", "pipe", "ignore"] })
    const parts = []
    let size = 0
    const late = setTimeout(() => child.kill("SIGKILL"), WAIT)
    const done = (text) => {
      clearTimeout(late)
      resolve(text)
    }
    child.on("error", () => done(""))
    child.stdin.on("error", () => {})
    child.stdout.on("data", (part) => {
      size += part.length
      if (size > MOST) child.kill("SIGKILL")
      else parts.push(part)
    })
    child.on("close", (code) => done(code === 0 && size <= MOST ? Buffer.concat(parts).toString("utf8") : ""))
    child.stdin.end(JSON.stringify(call))
  })
}

async function asked(call, folder) {
  let said = null
  try {
    said = JSON.parse(await told({ ...call, directory: folder }, folder))
  } catch {
    said = null
  }
  if (said && said.decision === "allow") return
  if (said && said.decision === "deny") throw new Error(String(said.words))
  if (ON_ERROR !== "allow") throw new Error("guard gave no answer, so this call is refused: run `guard doctor`")
}

async function placed(ctx, session) {
  if (ctx.location?.directory) return ctx.location.directory
  try {
    const found = await ctx.session.get({ sessionID: session })
    return found?.location?.directory ?? found?.directory ?? ""
  } catch {
    return ""
  }
}

export default {
  id: "guard",
  server: async ({ directory }) => ({
    "tool.execute.before": (input, output) =>
      asked({ tool: input.tool, args: output.args, session: input.sessionID, agent: input.agent }, directory),
  }),
  setup: async (ctx) => {
    await ctx.tool.hook("execute.before", async (event) =>
      asked(
        { tool: event.tool, args: event.input, session: event.sessionID, agent: event.agent },
        await placed(ctx, event.sessionID),
      ),
    )
  },
}
"""


def plugin(command: Sequence[str], on_error: Literal["allow", "deny"]) -> str:
    """The text of the plugin, which runs this command for each call."""
    import json

    return PLUGIN.replace(COMMAND, json.dumps(list(command))).replace(ON_ERROR, json.dumps(on_error))


def read(payload: Payload) -> Call:
    """What OpenCode is about to do."""
    data = table(payload)
    folder = folder_of(data, "directory")
    given = data.get("args")
    call = whole(_tool(said(data, "tool"), table(given), folder), given)
    return settled(call._replace(session=said(data, "session"), agent=said(data, "agent")))


def _tool(tool: str, given: Payload, folder: str) -> Call:
    if tool in WRITERS:
        edits, unread = written(given, folder, WRITERS[tool])
        return Call("edit", tool, folder, edits, unread=unread)
    if tool in ("patch", "apply_patch"):
        patch = texts(given, ("patchText", "patch"))
        edits, unread = others(given, *(edits_of(patch[0], folder) if len(patch) == 1 else ((), UNREAD)))
        return Call("edit", tool, folder, edits, unread=unread)
    if tool in ("bash", "shell"):
        command, unread = command_of(given, "workdir")
        place = below(folder, given, "workdir")
        return Call("shell", tool, place, command=command, unread=unread)
    return other(tool, given, folder, READS)


def answer(call: Call, decision: Decision) -> Answer:
    """What the plugin is told, of every call."""
    if decision.kind == "allow":
        return Answer(PASS)
    return Answer(one(decision="deny", words=reason(decision, asks=False)))


def failed(words: str, on_error: Literal["allow", "deny"]) -> Answer:
    """What it is told where guard itself failed."""
    return Answer(one(decision=on_error, words=sure(words)), sure(words))
