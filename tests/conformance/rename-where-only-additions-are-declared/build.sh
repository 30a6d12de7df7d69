. "${0%/*}/../prelude.sh"

plan '{}' 'file.add'
start
git mv app/a.py docs/a.py
