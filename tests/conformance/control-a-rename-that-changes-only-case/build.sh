. "${0%/*}/../prelude.sh"

start
git mv app/b.py app/B.py
