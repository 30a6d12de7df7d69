"""The words of git by table. docs/agents-shell.md lists them all."""

from __future__ import annotations

OWN = ("HEAD", "@")  # the commit of the branch that stands here
# Words that write nothing into the work tree: they read, or write objects, the index or what git keeps for itself.
_QUIET = """
    add annotate blame cat-file check-attr check-ignore check-mailmap check-ref-format cherry column commit-graph
    count-objects describe diff diff-files diff-index diff-tree fmt-merge-msg for-each-ref fsck gc get-tar-commit-id
    grep hash-object help index-pack log ls-files ls-remote ls-tree merge-base merge-tree mktag mktree
    multi-pack-index name-rev notes pack-objects pack-refs patch-id prune prune-packed range-diff reflog repack
    request-pull rerere rev-list rev-parse shortlog show show-branch show-index show-ref status stripspace tag
    unpack-objects update-index update-server-info var verify-commit verify-pack verify-tag version whatchanged
    write-tree
"""
QUIET = frozenset(_QUIET.split())
# Those of them with options that write or start something.
_MORE = """
    annotate blame diff diff-files diff-index diff-tree grep index-pack log ls-remote pack-objects range-diff reflog
    rev-list shortlog show update-index whatchanged
"""
MORE = frozenset(_MORE.split())
INDEXES = frozenset({"add", "update-index"})  # they put files of the work tree into the index
# Words that may fill the index, or make a commit, by hand; and those that may change what is taken out of git by others
FILLS = frozenset({"hash-object", "read-tree", "update-index"})
STIRS = frozenset({"apply", "checkout", "read-tree", "reset", "restore", "update-index"})
NAMES = frozenset({"branch", "checkout", "stash", "switch", "worktree"})  # they may make a branch
# Words beside those that read which leave every name as it stands
_STILL = """
    archive bundle checkout-index clean config format-patch interpret-trailers mv rm sparse-checkout
"""
STILL = (QUIET | frozenset(_STILL.split())) - {"tag"}
# Options that take back another one, with which a word would change nothing.
TAKEN_BACK = {
    "apply": "no-cached no-check no-numstat no-stat no-summary", "clean": "no-dry-run", "format-patch": "no-stdout",
    "mv": "no-dry-run", "pack-objects": "no-stdout", "restore": "no-staged", "rm": "no-cached no-dry-run",
}  # fmt: skip
# Words that change the work tree to what git has already.
RESTORES = frozenset({"checkout-index", "cherry-pick", "merge", "pull", "read-tree", "rebase", "revert"})
STRATEGIES = ("octopus", "ort", "ours", "recursive", "resolve", "subtree")
# Words that make or move what hooks would have seen.
AROUND = {
    "commit-tree": "it makes a commit that no hook sees",
    "fast-import": "it makes commits that no hook sees",
    "http-push": "it pushes without the hook of a push",
    "receive-pack": "it takes a push by hand",
    "send-pack": "it pushes without the hook of a push",
    "update-ref": "it moves a branch by hand",
}
# The options of each that keep its hooks from being run.
NO_HOOKS = {
    "am": "n no-verify", "commit": "n no-verify no-post-rewrite", "merge": "no-verify", "pull": "no-verify",
    "push": "no-verify", "rebase": "no-verify",
}  # fmt: skip
# Options with a value, those alone that may stand before something that matters.
TAKES = {
    "am": "p C directory patch-format",
    "apply": "p C exclude include directory whitespace build-fake-ancestor",
    "archive": "o output format prefix remote exec",
    "branch": "u set-upstream-to contains no-contains merged no-merged points-at format sort t",
    "checkout": "b B orphan conflict pathspec-from-file",
    "checkout-index": "prefix stage",
    "cherry-pick": "m X mainline strategy strategy-option cleanup",
    "clean": "e exclude",
    "clone": "b o u c j branch origin upload-pack config depth reference template separate-git-dir filter jobs",
    "commit": "m F C c t message file reuse-message reedit-message template author date cleanup fixup squash trailer"
    " pathspec-from-file",
    "config": "f t file blob type default value comment",
    "fetch": "o j upload-pack depth server-option refmap jobs filter shallow-since shallow-exclude deepen",
    "format-patch": "o v output output-directory start-number in-reply-to subject-prefix suffix base reroll-count",
    "init": "b initial-branch template separate-git-dir object-format ref-format",
    "hash-object": "t path",
    "index-pack": "o",
    "ls-remote": "o server-option sort upload-pack exec",
    "merge": "m F s X strategy strategy-option file cleanup into-name",
    "pull": "s X o j strategy strategy-option upload-pack depth server-option",
    "push": "o push-option repo receive-pack exec",
    "read-tree": "index-output prefix",
    "rebase": "x s X C onto strategy strategy-option exec whitespace",
    "remote": "m t master track",
    "reset": "pathspec-from-file",
    "restore": "s source conflict pathspec-from-file",
    "revert": "m X mainline strategy strategy-option cleanup",
    "rm": "pathspec-from-file",
    "stash": "m message pathspec-from-file",
    "switch": "c C create force-create orphan conflict",
    "worktree": "b B reason",
}
GLUED = {"commit": "Su", "merge": "S", "cherry-pick": "S", "revert": "S", "rebase": "S", "am": "S"}
# Settings by the last part of their name that start a program.
_STARTERS = """
    alternaterefscommand askpass clean cmd command defaultkeycommand difffilter driver editor external fsmonitor
    gitproxy helper packobjectshook pager path process program receivepack recentobjectshook smudge sshcommand textconv
    uploadpack vcs
"""
STARTERS = frozenset(_STARTERS.split())
_ELSEWHERE = """
    core.attributesfile core.bare core.filemode core.protecthfs core.protectntfs core.symlinks core.worktree
    extensions.worktreeconfig format.outputdirectory init.templatedir
"""
ELSEWHERE = frozenset(_ELSEWHERE.split())
# Settings that say where branches come from and go to, by the section and the last part of their name.
LEADS = {
    "branch": "merge pushremote remote", "guard": "trusted", "protocol": "allow", "rebase": "updaterefs",
    "remote": "fetch followremotehead mirror push pushurl url", "url": "insteadof pushinsteadof",
}  # fmt: skip
