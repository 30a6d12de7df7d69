. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text one)" $'app/caf\xc3\xa9.py'
entry 100644 "$(text two)" $'app/cafe\xcc\x81.py'
