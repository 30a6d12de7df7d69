. "${0%/*}/../prelude.sh"

calls
start
edit app/calls.py '2s/old_name/new_name/' && edit app/b.py 's/return 2/return old_name(2)/'
git add -A
