. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
symlink app/x frozen
