. "${0%/*}/../prelude.sh"

start
printf '*.bin text diff\n' >.git/info/attributes
printf 'a\0b' >app/x.bin
git add -A
