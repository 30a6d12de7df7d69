. "${0%/*}/../prelude.sh"

plan '{lines: 5}'
start
printf '*.py diff=same\n' >.git/info/attributes
git config diff.same.textconv 'echo same #'
numbered 10 >app/a.py
git add -A
