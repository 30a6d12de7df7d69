. "${0%/*}/../prelude.sh"

start
printf '* -diff\n*.py binary\n' >.git/info/attributes
numbered 1500 >app/long.py
git add -A
