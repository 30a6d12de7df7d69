. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/\xc2\x9b2K ok'
