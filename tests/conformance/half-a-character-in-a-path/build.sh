. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/\xed\xa0\x80.py'
