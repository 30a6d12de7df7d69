. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
begun=$(attested complete one && attested deployed one)
edit app/a.py 's/1/11/'
landed 'Phase two'
edit app/b.py 's/2/22/'
landed 'More of phase two'
printf '%s\n' "$begun" | logged
