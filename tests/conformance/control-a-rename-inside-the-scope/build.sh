. "${0%/*}/../prelude.sh"

start
git mv app/a.py docs/a.py
