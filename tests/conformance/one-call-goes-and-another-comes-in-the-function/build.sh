. "${0%/*}/../prelude.sh"

calls
start
edit app/calls.py 's/^    return old_name(a) + old_name(b)$/    c = new_name(a)\n    d = old_name(b)\n    return c + d + old_name(b)/'
git add -A
