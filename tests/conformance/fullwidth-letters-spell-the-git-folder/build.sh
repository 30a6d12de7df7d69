. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/\xef\xbc\x8e\xef\xbd\x87\xef\xbd\x89\xef\xbd\x94/config'
