. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
begun=$(attested complete one && attested deployed one)
edit app/a.py 's/1/11/'
landed 'Phase two'
write lib/two.py 'two = 2'
landed 'More of it

Guard-Plan: work
Guard-Phase: two'
git revert --no-edit HEAD >/dev/null
git branch -f main
printf '%s\n' "$begun" | logged
