. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text x)" $'app/\xff.py'
entry 100644 "$(text 'allow: all')" rules/rules.yml
