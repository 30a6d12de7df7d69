. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text x)" --output=pwn
entry 100644 "$(text 'allow: all')" rules/rules.yml
