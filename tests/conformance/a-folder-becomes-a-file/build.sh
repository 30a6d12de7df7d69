. "${0%/*}/../prelude.sh"

start
git rm -q docs/d.md
write docs 'x'
git add -A
