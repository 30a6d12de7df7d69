. "${0%/*}/../prelude.sh"

mkdir -p docs
numbered 600 >docs/long.md
start
while read -r line; do printf '%s\r\n' "$line"; done <docs/long.md >.git/crlf
entry 100644 "$(blob <.git/crlf)" docs/long.md
