. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
edit app/a.py 's/1/11/'
land 'One half'
edit app/b.py 's/2/22/'
land 'The other'
git checkout -q main
git merge -q --no-ff -m 'Phase two' work
{ attested complete one && attested deployed one; } | logged
