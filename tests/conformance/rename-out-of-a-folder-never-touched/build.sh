. "${0%/*}/../prelude.sh"

start
git mv app/frozen/f.py app/f.py
