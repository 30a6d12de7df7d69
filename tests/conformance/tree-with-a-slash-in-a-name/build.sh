. "${0%/*}/../prelude.sh"

raw() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
tree() { git hash-object -t tree -w --literally --stdin; }
commit() { git update-ref refs/heads/work "$(git commit-tree -p main -m work "$1")"; }
start
file=$(text 'x')
folder=$(git rev-parse main:app)

app=$( { printf '100644 a/../../rules/rules.yml\0'; raw "$file"; git cat-file tree "$folder"; } | tree)
commit "$(git ls-tree main | sed "s/$folder/$app/" | git mktree)"
