. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
git add -A
tree=$(git write-tree)
base=$(git rev-parse main)
who='Ada Author <ada@example.org> 1767323045 +0000'

id=$(printf 'tree %s\nparent %s\nauthor %s\ncommitter %s\nencoding ISO-8859-1\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abcd\n -----END PGP SIGNATURE-----\nHG:extra x\n\nw\366rk\n' "$tree" "$base" "$who" "$who" | git hash-object -t commit -w --literally --stdin)
git update-ref refs/heads/work "$id"
