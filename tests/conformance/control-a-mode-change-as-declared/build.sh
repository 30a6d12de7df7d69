. "${0%/*}/../prelude.sh"

plan '{}' 'file.mode'
start
git update-index --chmod=+x app/a.py
