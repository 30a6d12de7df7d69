. "${0%/*}/../prelude.sh"

start
write .guard/plans/work.md '# Why' 'Because.'
git add -A
