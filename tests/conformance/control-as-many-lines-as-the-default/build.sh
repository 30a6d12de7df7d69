. "${0%/*}/../prelude.sh"

plan '{files: 60}'
start
numbered 1000 >docs/long.md
git add -A
