. "${0%/*}/../prelude.sh"

calls
start
edit app/a.py 's/return 1/return (forbidden)(1)/'
git add -A
