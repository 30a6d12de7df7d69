. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'app/\xc0\xae\xc0\xae/rules.yml'
