. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
{ attested complete one && attested deployed one; } | logged
git revert --no-edit HEAD >/dev/null
git branch -f main
edit app/a.py 's/1/11/'
git add -A
