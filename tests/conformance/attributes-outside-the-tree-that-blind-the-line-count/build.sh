. "${0%/*}/../prelude.sh"

start
write .git/info/attributes '* -diff' '*.py binary'
numbered 1500 >app/long.py
git add -A
