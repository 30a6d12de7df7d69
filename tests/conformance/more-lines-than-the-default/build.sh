. "${0%/*}/../prelude.sh"

plan '{files: 60}'
start
numbered 1001 >docs/long.md
git add -A
