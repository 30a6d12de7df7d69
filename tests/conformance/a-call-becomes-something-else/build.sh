. "${0%/*}/../prelude.sh"

calls
start
edit app/calls.py '2s/old_name(a)/other_name(a)/'
git add -A
