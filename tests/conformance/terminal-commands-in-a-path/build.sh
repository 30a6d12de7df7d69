. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'rules/\x1b[2K\x1b[1A ok'
