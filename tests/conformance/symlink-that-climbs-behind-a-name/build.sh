. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
symlink app/l 'x/../../../outside.txt'
