. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
begun=$(attested complete one && attested deployed one && attested deployed one '' main~1)
edit app/a.py 's/1/11/'
landed 'Phase two'
printf '%s\n' "$begun" '{"act": "revocation", "entry": 2, "by": "deploy"}' | logged
