. "${0%/*}/../prelude.sh"

write $'app/caf\xc3\xa9.py' 'x = 1'
start
entry 100644 "$(text two)" $'app/cafe\xcc\x81.py'
