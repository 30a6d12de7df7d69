. "${0%/*}/../prelude.sh"

ordered
start
edit app/a.py 's/1/11/'
git add -A
