. "${0%/*}/../prelude.sh"

plan '{lines: 5}'
start
write .git/info/attributes '*.py diff=same'
git config diff.same.textconv 'echo same #'
numbered 10 >app/a.py
git add -A
