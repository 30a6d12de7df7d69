. "${0%/*}/../prelude.sh"

start
git update-index --chmod=+x app/a.py
