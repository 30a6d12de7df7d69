. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
edit app/a.py 's/1/11/'
landed 'Phase two'
git rm -q app/b.py
landed 'Phase three'
{ attested complete one && attested deployed one && attested complete two && attested deployed two '"at": 1767567600'; } | logged
