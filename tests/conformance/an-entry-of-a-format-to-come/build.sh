. "${0%/*}/../log.sh"

approved
request kim-takes-it-back
altered 's/"schema_version":1/"schema_version":2/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
