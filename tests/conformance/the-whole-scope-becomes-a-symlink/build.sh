. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
git rm -q -r app
symlink app rules
