. "${0%/*}/../prelude.sh"

start
submodule app/a.py
