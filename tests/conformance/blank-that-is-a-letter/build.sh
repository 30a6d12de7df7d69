. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/a\xe3\x85\xa4.py'
