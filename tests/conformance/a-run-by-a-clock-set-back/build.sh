. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
begun=$(attested deployed one && attested complete one '"at": 1767500000')
edit app/a.py 's/1/11/'
landed 'Phase two'
printf '%s\n' "$begun" | logged
