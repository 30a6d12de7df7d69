. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add -A
tree=$(git write-tree)
base=$(git rev-parse main)
who='Ada Author <ada@example.org> 1767323045 +0000'

write rules/rules.yml 'allow: all'
git add -A
other=$(git write-tree)
id=$(printf 'tree %s\nparent %s\ntree %s\nauthor %s\ncommitter %s\n\nwork\n' "$tree" "$base" "$other" "$who" "$who" | git hash-object -t commit -w --literally --stdin)
git update-ref refs/heads/work "$id"
