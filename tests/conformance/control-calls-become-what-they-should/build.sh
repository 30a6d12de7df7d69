. "${0%/*}/../prelude.sh"

calls
start
edit app/calls.py 's/old_name/new_name/g'
git add -A
