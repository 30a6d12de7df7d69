. "${0%/*}/../prelude.sh"

start
write application/x.py 'x = 1'
write app.py 'x = 1'
write rules/app/x.py 'x = 1'
git add -A
