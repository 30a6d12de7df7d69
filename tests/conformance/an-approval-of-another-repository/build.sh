. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered 's/"repository":"0123abcd"/"repository":"4567cdef"/'
sign kim
laid
write app/a.py 'def a():' '    return 11'
git add -A
