. "${0%/*}/../prelude.sh"

start
write docs/--output=pwn 'x'
write docs/-n 'x'
git add -A
