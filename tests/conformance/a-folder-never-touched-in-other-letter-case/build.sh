. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text x)" app/Frozen/f.py
