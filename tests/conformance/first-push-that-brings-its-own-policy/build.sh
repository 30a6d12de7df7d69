. "${0%/*}/../prelude.sh"

start
git checkout -q main
