. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text x)" app/A.py
