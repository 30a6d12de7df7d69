. "${0%/*}/../prelude.sh"

start
git rm -q -r .guard
submodule .guard
