. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/a\xf3\xa0\x81\x8f\xf3\xa0\x81\x8b.py'
