. "${0%/*}/../prelude.sh"

start
tree=$({ git cat-file tree HEAD:app && printf '100644 z.py\0half'; } | git hash-object --literally -w -t tree --stdin)
root=$({ git ls-tree HEAD | grep -v $'\tapp$' && printf '040000 tree %s\tapp\n' "$tree"; } | git mktree)
git update-ref HEAD "$(git commit-tree -p HEAD -m planted "$root")"
