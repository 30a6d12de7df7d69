. "${0%/*}/../prelude.sh"

start
git rm -q docs/d.md
write docs/d.md/x.md 'x'
git add -A
