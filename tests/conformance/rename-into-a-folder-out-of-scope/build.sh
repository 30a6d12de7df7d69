. "${0%/*}/../prelude.sh"

start
git mv app/a.py rules/a.py
