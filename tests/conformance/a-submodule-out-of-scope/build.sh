. "${0%/*}/../prelude.sh"

start
submodule vendor/lib
