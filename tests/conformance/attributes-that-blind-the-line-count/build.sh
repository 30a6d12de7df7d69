. "${0%/*}/../prelude.sh"

write .gitattributes '* -diff' '*.py binary'
start
numbered 1500 >app/long.py
git add -A
