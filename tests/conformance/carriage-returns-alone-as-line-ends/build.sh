. "${0%/*}/../prelude.sh"

start
numbered 1500 | tr '\n' '\r' >app/long.py
git add -A
