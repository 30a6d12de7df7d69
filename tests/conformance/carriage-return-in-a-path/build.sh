. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'x = 1')" $'rules/x.yml\rapp/a.py    '
