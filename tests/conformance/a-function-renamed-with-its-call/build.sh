. "${0%/*}/../prelude.sh"

calls
start
edit app/calls.py 's/def one(a)/def single(a)/' '2s/old_name(a)/other_name(a)/'
git add -A
