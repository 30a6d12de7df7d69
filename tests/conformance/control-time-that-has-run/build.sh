. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
edit app/a.py 's/1/11/'
landed 'Phase two'
{ attested complete one && attested deployed one && attested complete two && attested deployed two; } | logged
git rm -q app/b.py
