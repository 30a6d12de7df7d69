. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
{ attested complete one && attested deployed one && attested deployed one '' main~1; } | logged
edit app/a.py 's/1/11/'
git add -A
