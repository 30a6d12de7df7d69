. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text x)" ':(exclude)rules'
entry 100644 "$(text 'allow: all')" rules/rules.yml
