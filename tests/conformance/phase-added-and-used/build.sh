. "${0%/*}/../prelude.sh"

plan '{}' file.modify
start
write more '  clear:' '    does: [file.delete]'
cat more >>.guard/plans/work.yaml
rm more
raise .guard/plans/work.yaml
git rm -q app/b.py
git add -A
