# What the cases of a signed log begin with, in the place of prelude.sh: keys that the policy lists, and entries that
# ssh-keygen signs and plain git writes. Sourced by bash; needs git, ssh-keygen and what lies beside it.

shared=${BASH_SOURCE[0]%/*}
[[ $shared == /* ]] || shared=$PWD/$shared
. "$shared/prelude.sh"

readonly GUARD_LOG=refs/heads/guard-log
at=2026-01-03T00:00:00Z # when `signed` has it signed; a case may set another time

# public NAME: what a policy lists of a key, its type and base64.
public() { printf '%s' "$(<"$shared/keys/$1.pub")"; }

# private NAME...: the private keys, as ssh-keygen takes them: with the lines that are the same in all of them, which are
# not kept, and for nobody else to read.
private() {
    local name
    mkdir -p .git/keys
    for name; do
        [[ ! -e .git/keys/$name ]] || continue
        (umask 077 && cat >".git/keys/$name") <<END
-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
$(<"$shared/keys/$name")
-----END OPENSSH PRIVATE KEY-----
END
    done
}

# keyed [LINE...]: the policy of these cases; more lines of it behind.
keyed() {
    write .guard/policy.yaml <<END
id: "0123abcd"
version: 1
people:
  dana: {teams: [platform], key: $(public dana)}
  kim: {teams: [platform], key: $(public kim)}
  omar: {teams: [billing], key: $(public omar)}
machines:
  deploy: {key: $(public deploy), attests: [complete, deployed]}
agents:
  bot: {owner: omar, purpose: refactors, key: $(public bot)}
owners:
  /.guard/**: platform
  /.github/**: platform
  /rules/**: platform
needs_plan: ["*"]
END
    (($# == 0)) || printf '%s\n' "$@" >>.guard/policy.yaml
}

# once NAME WORDS...: these words, in an empty folder. Where STARTED names a folder, what they make is kept beside it
# under that name, and copied: it is the same in all cases.
once() {
    local kept=${STARTED:+$STARTED-$1}
    shift
    if [[ ! $kept ]]; then
        "$@"
        return
    fi
    [[ -d $kept ]] || (mkdir -- "$kept" && cd -- "$kept" && STARTED='' && "$@")
    cp -a -- "$kept/." .
    git update-index -q --refresh # the files are others than those that the index knows, with the same content
}

# listed: main and `work` as `start` makes them, under the policy of these cases.
listed() { once listed _listed; }
_listed() {
    keyed
    start
    private dana kim omar bot deploy
}

# approved: the same, and a log of one entry: kim approves the plan.
approved() { once approved _approved; }
_approved() {
    _listed
    signed kim-approves-work kim approve work
}

# request NAME: what guard asked somebody to sign once, as it is kept, is the payload at hand.
request() { cp -- "$shared/requests/$1.json" .git/payload.json; }

# altered WORDS...: the payload at hand is another, by words of sed of which each must change something.
altered() {
    local words payload
    for words; do
        payload=$(sed "$words" .git/payload.json)
        [[ $payload != "$(<.git/payload.json)" ]] || { echo "nothing is changed by $words" >&2 && exit 1; }
        printf '%s' "$payload" >.git/payload.json
    done
}

# act: what the payload at hand is, as it says itself.
act() { [[ $(<.git/payload.json) =~ '"act":"'([a-z]+)'"' ]] && printf '%s' "${BASH_REMATCH[1]}"; }

# identity: the id of an entry with the payload at hand.
identity() { { printf 'guard-%s-v1\n' "$(act)" && cat .git/payload.json; } | digest; }

# digest: of standard input, as documents have it.
digest() { { sha256sum 2>/dev/null || shasum -a 256; } | sed 's/^/sha256:/; s/ .*//'; }

# sign WHO [NAMESPACE]: the signature at hand is that of the payload at hand, for its act unless another namespace is given.
sign() {
    private "$1"
    ssh-keygen -q -Y sign -f ".git/keys/$1" -n "${2-guard-$(act)-v1}" <.git/payload.json >.git/payload.json.sig
}

# laid [LINE...]: payload and signature at hand are the newest entry of the log; more lines of its tree, as mktree takes them.
laid() {
    local tree tip=
    [[ ! -e .git/$GUARD_LOG ]] || tip=$(<".git/$GUARD_LOG")
    tree=$(git hash-object -w .git/payload.json .git/payload.json.sig | {
        read -r payload && read -r signature
        printf '100644 blob %s\tpayload.json\n100644 blob %s\tpayload.json.sig\n' "$payload" "$signature"
        (($# == 0)) || printf '%s\n' "$@"
    } | git mktree)
    git update-ref "$GUARD_LOG" "$(git commit-tree ${tip:+-p "$tip"} -m entry "$tree")"
}

# entered NAME WHO: the request that is kept, signed by this key whoever that is, is the newest entry.
entered() {
    request "$1"
    sign "$2"
    laid
}

# signed NAME WHO WORDS...: the same, of an entry that guard itself makes: `guard WORDS --as WHO --request FILE` asks for
# it. Where ANEW names a folder, guard is asked now, what it asks for is put there, and guard takes the signed one in.
signed() {
    local name=$1 who=$2 file=${ANEW-}/$1.json
    shift 2
    if [[ ! ${ANEW-} ]]; then
        entered "$name" "$who"
        return
    fi
    "$GUARD" "$@" --as "$who" --now "$at" --no-sync --reason 'read and found right' --request "$file" >/dev/null
    cp -- "$file" .git/payload.json
    sign "$who"
    cp -- .git/payload.json.sig "$file.sig"
    "$GUARD" "$@" --now "$at" --no-sync --signed "$file" >/dev/null
}

# recorded COMMIT [WHO [NAME]]: the record of what landed with this commit is the newest entry: by the machine, or by WHO,
# or in the name of NAME and with the key of WHO.
recorded() {
    local commit parent changes landing record
    read -r commit parent < <(git rev-list --parents -n 1 "$1")
    changes=$(git diff-tree -r --no-renames --no-abbrev "$parent" "$commit" |
        sed -E 's/^:(.{6}) (.{6}) ([^ ]+) ([^ ]+) .[[:space:]](.*)$/["\5","\1","\3","\2","\4"]/' | paste -s -d , -)
    landing=$(printf 'guard-landing-v1\n{"changes":[%s]}' "$changes" | digest)
    record=$(text '{}')
    printf '%s' '{"act":"landing","at":1767398400,"branch":"'"$(git rev-parse main)"'","by":"'"${3-${2-deploy}}"'","commit":"'"$commit"'","guard":"0.1.0","inputs":{},' \
        '"landing":"'"$landing"'","log":"'"$(git rev-parse -q --verify refs/heads/guard-log || :)"'","outcome":"pass","parent":"'"$parent"'","record":"'"$(printf '{}' | digest)"'",' \
        '"repository":"0123abcd","rules":"'"$(printf '{}' | digest)"'","schema_version":1}' >.git/payload.json
    sign "${2-deploy}"
    laid "100644 blob $record"$'\t'record.json
}

# seen: guard judges what stands there now, once; what it remembers of the log, it remembers from then on.
seen() { "$GUARD" check --range main..HEAD --plan work --now 2026-01-05T00:00:00Z >/dev/null || :; }
