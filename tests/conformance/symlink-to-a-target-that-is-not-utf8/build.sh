. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
symlink app/l $'../rules/\xff'
