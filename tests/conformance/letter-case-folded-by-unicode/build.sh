. "${0%/*}/../prelude.sh"

write 'docs/straße.md' 'x'
start
entry 100644 "$(text x)" docs/STRASSE.md
