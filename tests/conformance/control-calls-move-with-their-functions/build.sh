. "${0%/*}/../prelude.sh"

calls
start
git mv app/calls.py app/moved.py
edit app/moved.py '1s/^/# Moved here, and laid out anew.\n\n/' 's/^    return old_name(a)$/    return old_name(\n        a,\n    )/'
git add -A
