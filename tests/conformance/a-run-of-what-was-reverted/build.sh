. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
begun=$(attested complete one && attested deployed one)
edit app/a.py 's/1/11/'
landed 'Phase two'
git revert --no-edit HEAD >/dev/null
git branch -f main
edit app/a.py 's/1/12/'
landed 'Phase two, mended'
printf '%s\n' "$begun" | logged
