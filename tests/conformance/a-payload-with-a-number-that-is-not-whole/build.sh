. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered 's/"schema_version":1/"schema_version":1.0/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
