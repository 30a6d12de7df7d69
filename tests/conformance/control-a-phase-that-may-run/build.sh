. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
attested_one=$(attested complete one && attested deployed one)
edit app/a.py 's/1/11/'
landed 'Phase two'
printf '%s\n' "$attested_one" | logged
