. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, file.binary'
start
printf 'a\0b' >app/x.bin
git add -A
