. "${0%/*}/../prelude.sh"

start
name=$(printf '%0200d' 0)
path=docs
for ((number = 0; number < 24; number++)); do path+=/${name//0/n}; done
entry 100644 "$(text x)" "$path/page.md"
