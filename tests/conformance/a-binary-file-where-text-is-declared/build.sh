. "${0%/*}/../prelude.sh"

start
printf 'a\0b' >app/x.bin
git add -A
