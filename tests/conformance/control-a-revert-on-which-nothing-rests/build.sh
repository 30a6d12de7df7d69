. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
git rm -q app/one.py
