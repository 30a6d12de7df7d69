# What every build.sh begins with: a fixed identity and fixed dates, no configuration but the repository's own and that of
# all tests, and a few short words. Sourced by bash; needs git and nothing else.

set -euo pipefail
here=${BASH_SOURCE[0]%/*}
[[ $here == /* ]] || here=$PWD/$here
for name in ${!GIT_*}; do unset "$name"; done
unset name
export LC_ALL=C.UTF-8 TZ=UTC
export GIT_CONFIG_GLOBAL="$here/../gitconfig" GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME='Ada Author' GIT_AUTHOR_EMAIL=ada@example.org GIT_AUTHOR_DATE='2026-01-02T03:04:05+00:00'
export GIT_COMMITTER_NAME='Cy Committer' GIT_COMMITTER_EMAIL=cy@example.org GIT_COMMITTER_DATE='2026-01-02T03:04:06+00:00'
unset here

# write PATH [TEXT...]: a file of these lines, its folders made; without TEXT it takes standard input.
write() {
    local path=$1
    shift
    [[ $path != */* ]] || mkdir -p -- "${path%/*}"
    if (($#)); then printf '%s\n' "$@" >"$path"; else cat >"$path"; fi
}

# numbered COUNT [WORD]: that many lines, each another.
numbered() {
    local number
    for ((number = 1; number <= $1; number++)); do printf '%s %d\n' "${2-line}" "$number"; done
}

# policy: the .guard/policy.yaml that all cases share; a case with another one writes it before `start`.
policy() {
    write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
people:
  dana: {teams: [platform]}
  omar: {teams: [billing]}
owners:
  /.guard/**: platform
  /rules/**: platform
needs_plan: ["*"]
END
}

# with_keys [LINE...]: the same for cases whose log is laid beside the repository, unsigned: dana and kim have a key; more
# lines of it behind, such as "$BOT", an agent that has one too.
BOT='agents: {bot: {owner: omar, purpose: refactors, key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM8YKoiMG/mFwoI4yg+qTv7M3r/o3FWrVEpwenHfEg8K}}'
with_keys() {
    write .guard/policy.yaml <<'END'
id: "0123abcd"
version: 1
people:
  dana: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFbySZEVgITP4kWDMWE2A5onBF5JWNYQ5NB/FMr/L22d}
  kim: {teams: [platform], key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdeIHs2xaqku0L7FnwDduCJxZIglliXPRzr3Qf7F0ay}
  omar: {teams: [billing]}
owners:
  /.guard/**: platform
  /.github/**: platform
  /rules/**: platform
needs_plan: ["*"]
END
    (($# == 0)) || printf '%s\n' "$@" >>.guard/policy.yaml
}

# plan [LIMITS [DOES [MORE]]]: the plan `work`; a YAML mapping for scope.max, the words of `does`, more keys of scope.
plan() {
    write .guard/plans/work.yaml <<END
plan: work
version: 1
owner: dana
why: Rework the application and its pages
scope:
  paths: [/app/**, /docs/**]
  never: [/app/frozen/**]
  max: ${1-"{}"}
phases:
  do:
    does: [${2-file.add, file.modify, file.delete}]
END
}

# content: the files that stand on main in every case.
content() {
    write app/a.py 'def a():' '    return 1'
    write app/b.py 'def b():' '    return 2'
    write app/frozen/f.py 'def f():' '    return 3'
    write docs/d.md '# Pages' 'One page.'
    write rules/rules.yml 'allow: none' 'deny: all'
    write README.md '# Example'
}

# edit PATH WORDS...: change a file in place, by words of sed of which each must change something.
edit() {
    local path=$1 words
    shift
    for words; do
        sed "$words" "$path" >"$path.new"
        ! cmp -s "$path" "$path.new" || { echo "nothing in $path is changed by $words" >&2 && exit 1; }
        mv "$path.new" "$path"
    done
}

# raise PATH: version 1 of a document becomes version 2.
raise() { edit "$1" 's/^version: 1$/version: 2/'; }

# land [MESSAGE]: everything in the folder becomes one commit on the branch that is checked out.
land() {
    git add -A
    git commit -q --no-verify -m "${1-work}"
}

# branch [NAME]: a branch from here, `work` unless said otherwise.
branch() { git checkout -q -b "${1-work}"; }

# start: main with policy, plan and content as they stand now (those a case wrote before are kept), then the branch `work`.
# Where STARTED names a folder, what begins from nothing is made once, there, and copied: it is the same in all cases.
start() {
    if [[ ${STARTED-} && $# == 0 && -z $(ls -A) ]]; then
        [[ -d $STARTED ]] || (mkdir -- "$STARTED" && cd -- "$STARTED" && STARTED='' && start)
        cp -a -- "$STARTED/." .
        git update-index -q --refresh # the files are others than those that the index knows, with the same content
        return
    fi
    git init -q -b main "$@"
    [[ -e .guard/policy.yaml ]] || policy
    [[ -e .guard/plans ]] || plan
    content
    land start
    branch
}

# blob: standard input as a blob; prints its id.
blob() { git hash-object -w --stdin; }

# text TEXT: the same of a text, without a line feed at its end.
text() { printf '%s' "$1" | git hash-object -w --stdin; }

# entry MODE ID PATH: put this into the index, whatever the file system holds. The path is taken byte for byte.
entry() { printf '%s %s\t%s\0' "$1" "$2" "$3" | git update-index -z --index-info; }

# gone PATH: take a path out of the index.
gone() { entry 0 0000000000000000000000000000000000000000 "$1"; }

# symlink PATH TARGET: a symlink in the index.
symlink() { entry 120000 "$(text "$2")" "$1"; }

# submodule PATH [ID]: a commit of another repository in the index.
submodule() { entry 160000 "${2-1111111111111111111111111111111111111111}" "$1"; }

# plant MODE KIND ID NAME: commit a tree whose folder app holds one more entry, of any name: mktree refuses none.
plant() {
    local app
    app=$({ git ls-tree -z HEAD:app && printf '%s %s %s\t%s\0' "$@"; } | git mktree -z --missing)
    commit_app "$app"
}

# commit_app TREE: commit the tree of HEAD with this one as its folder app.
commit_app() {
    local root
    root=$({ git ls-tree HEAD | grep -v $'\tapp$' && printf '040000 tree %s\tapp\n' "$1"; } | git mktree)
    git update-ref HEAD "$(git commit-tree -p HEAD -m planted "$root")"
}

# raw_tree [MODE NAME ID]...: a tree of exactly these entries in exactly this order, past every check of git; prints its id.
raw_tree() {
    local id
    while (($#)); do
        printf '%s %s\0' "$1" "$2"
        id=$3
        while [[ $id ]]; do
            printf '%b' "\\x${id:0:2}"
            id=${id:2}
        done
        shift 3
    done | git hash-object --literally -w -t tree --stdin
}

# calls: the plan `work` with sites: three calls of old_name in app/calls.py, which become calls of new_name, and their
# manifest; `absent: stray` says that forbidden() stands nowhere. Comes before `start`.
calls() {
    plan '{}' 'file.add, file.modify, file.delete, code.*'
    write app/calls.py 'def one(a):' '    return old_name(a)' '' '' 'def two(a, b):' '    return old_name(a) + old_name(b)'
    cat >>.guard/plans/work.yaml <<'END'
    sites: calls
sites:
  calls: {python: old_name($A), in: /app/**, becomes: new_name($A), count: 3}
absent:
  stray: {python: forbidden($$$A), in: /**}
END
    write .guard/manifests/work.calls.json <<'END'
{
  "schema_version": 1,
  "plan": "work",
  "name": "calls",
  "query": "sha256:477be19c9649dd381ea73da68e87ce4de21596620706faafbf176ec0d789161d",
  "count": 3,
  "rows": [
    {"id": "17e1b49a2cc0db2e85eed28f7d2420f3", "path": "app/calls.py", "anchor": "3fc4ccfe745870e29d91ef68679bee51cf9c2e64cf9c2e64", "in": "two", "becomes": "7c535d5608fa1887", "owners": ["platform"]},
    {"id": "2d89c02855906c579dfe8b52cc2356a0", "path": "app/calls.py", "anchor": "7692c3ad3540bb8006dedff5f15a799be55070dae55070da", "in": "one", "becomes": "e8ebc47141bf53b6", "owners": ["platform"]},
    {"id": "fba4aa6cc5eb50f885eed28f7d2420f3", "path": "app/calls.py", "anchor": "3fc4ccfe745870e29d91ef68679bee51cf9c2e64cf9c2e64", "in": "two", "becomes": "4f62452352c5d9db", "owners": ["platform"]}
  ]
}
END
}

# ordered [POLICY [ONE]]: the plan `work` in three phases that are told apart by what they do: `one` adds files, or does
# ONE; `two` edits them once `one` is deployed; `three` deletes them once `two` has been deployed for a day. The machine
# `deploy` attests; POLICY is more lines of the policy. Comes before `start`.
ordered() {
    policy
    printf '%s\n' 'dialects: {/app/**: postgres}' 'machines:' \
        '  deploy: {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM8YKoiMG/mFwoI4yg+qTv7M3r/o3FWrVEpwenHfEg8K, attests: [complete, deployed]}' \
        ${1:+"$1"} >>.guard/policy.yaml
    write .guard/plans/work.yaml <<END
plan: work
version: 1
owner: dana
why: Rework the application in three steps
scope: {paths: [/app/**], never: [/app/frozen/**]}
phases:
  one:
    does: [${2-file.add}]
  two:
    after: {one: deployed}
    does: [file.modify]
  three:
    after: {two: deployed 24h}
    does: [file.delete]
END
}

# landed [MESSAGE]: what stands in the folder becomes one landing of main.
landed() {
    land "${1-landed}"
    git branch -f main
}

# attested FACT PHASE [MORE [COMMIT]]: a row of the log: deploy says this of a phase, as main stands; MORE is more of the row.
attested() {
    printf '{"act": "evidence", "fact": "%s", "plan": "work", "phase": "%s", "commit": "%s", "by": "deploy"%s}\n' \
        "$1" "$2" "$(git rev-parse "${4-main}")" "${3:+, $3}"
}

# logged: rows on standard input become the log beside the repository.
logged() { { printf '[' && paste -s -d , - && printf ']'; } >../log.json; }
