. "${0%/*}/../prelude.sh"

mkdir -p app
numbered 1500 >app/long.py
start
git rm -q app/long.py
