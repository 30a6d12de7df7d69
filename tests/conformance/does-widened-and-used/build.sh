. "${0%/*}/../prelude.sh"

plan '{}' file.modify
start
edit .guard/plans/work.yaml 's/does: .*/does: [file.modify, file.delete]/'
raise .guard/plans/work.yaml
git rm -q app/b.py
git add -A
