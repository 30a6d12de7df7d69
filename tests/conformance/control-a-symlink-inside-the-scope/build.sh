. "${0%/*}/../prelude.sh"

plan '{}' 'file.*'
start
symlink app/l a.py
symlink app/x/up ../b.py
symlink docs/code ../app/x
