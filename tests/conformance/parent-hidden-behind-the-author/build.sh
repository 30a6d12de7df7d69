. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add -A
tree=$(git write-tree)
base=$(git rev-parse main)
who='Ada Author <ada@example.org> 1767323045 +0000'

id=$(printf 'tree %s\nparent %s\nauthor %s\nparent %s\ncommitter %s\n\nwork\n' "$tree" "$base" "$who" "$base" "$who" | git hash-object -t commit -w --literally --stdin)
git update-ref refs/heads/work "$id"
