. "${0%/*}/../prelude.sh"

start
git rm -q docs/d.md
symlink docs rules
