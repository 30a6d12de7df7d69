. "${0%/*}/../prelude.sh"

start
git rm -q -r .guard/plans
write .guard/plans 'nothing here'
git add -A
