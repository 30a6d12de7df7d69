. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/.g\xe2\x80\x8cit/config'
