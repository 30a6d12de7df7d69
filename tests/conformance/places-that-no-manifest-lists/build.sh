. "${0%/*}/../prelude.sh"

calls
rm -r .guard/manifests
start
edit app/calls.py '2s/old_name/new_name/'
git add -A
