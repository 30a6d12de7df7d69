. "${0%/*}/../prelude.sh"

start
git rm -q -r .guard
symlink .guard app
