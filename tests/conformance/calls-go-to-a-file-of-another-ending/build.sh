. "${0%/*}/../prelude.sh"

calls
start
git mv app/calls.py app/calls.pyx
