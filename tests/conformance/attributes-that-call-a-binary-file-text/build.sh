. "${0%/*}/../prelude.sh"

start
write .git/info/attributes '*.bin text diff'
printf 'a\0b' >app/x.bin
git add -A
