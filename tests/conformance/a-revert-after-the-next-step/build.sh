. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
{ attested complete one && attested deployed one; } | logged
edit app/a.py 's/1/11/'
landed 'Phase two'
git rm -q app/one.py
