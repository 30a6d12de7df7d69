. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, file.modify'
start
git rm -q docs/d.md
write docs/d.md/x.md 'x'
git add -A
