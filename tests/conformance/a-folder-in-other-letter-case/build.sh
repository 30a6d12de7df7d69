. "${0%/*}/../prelude.sh"

start
entry 100644 "$(text 'allow: all')" Rules/rules.yml
