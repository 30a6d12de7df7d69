. "${0%/*}/../log.sh"

keyed
plan
sed 's/^plan: work$/plan: other/; s/app/lib/' .guard/plans/work.yaml | write .guard/plans/other.yaml
start
request kim-approves-other
sign kim
altered 's/"name":"other"/"name":"work"/'
laid
write app/a.py 'def a():' '    return 11'
git add -A
