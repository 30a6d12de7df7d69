. "${0%/*}/../prelude.sh"

start
name=$(printf '%0300d' 0)
entry 100644 "$(text x)" "app/$name"
