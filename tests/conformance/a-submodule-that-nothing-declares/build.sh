. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
submodule app/lib
