. "${0%/*}/../log.sh"

keyed
plan
sed 's/^plan: work$/plan: other/; s/app/lib/' .guard/plans/work.yaml | write .guard/plans/other.yaml
start
signed kim-approves-other kim approve other
write app/a.py 'def a():' '    return 11'
git add -A
