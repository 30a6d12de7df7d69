. "${0%/*}/../prelude.sh"

start
