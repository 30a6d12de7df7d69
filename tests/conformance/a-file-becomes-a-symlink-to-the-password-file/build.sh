. "${0%/*}/../prelude.sh"

start
symlink app/a.py ../../etc/passwd
