. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
attested complete one '"at": 1767500000' | logged
write app/more.py 'more = 1'
git add -A
