. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/a\xe2\x80\xaegnp.py'
