. "${0%/*}/../prelude.sh"

raw() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
tree() { git hash-object -t tree -w --literally --stdin; }
commit() { git update-ref refs/heads/work "$(git commit-tree -p main -m work "$1")"; }
start
file=$(text 'x')
folder=$(git rev-parse main:app)

inner=$(printf '100644 blob %s\tb.py\n' "$file" | git mktree)

app=$( { printf '100644 a.py\0'; raw "$file"; printf '040000 z\0'; raw "$inner"; } | tree)
commit "$(git ls-tree main | sed "s/$folder/$app/" | git mktree)"
