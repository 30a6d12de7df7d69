. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
edit app/a.py 's/1/11/'
land 'Phase two'
{ attested complete one && attested deployed one; } | logged
