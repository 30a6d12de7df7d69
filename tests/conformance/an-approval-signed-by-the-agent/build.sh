. "${0%/*}/../log.sh"

listed
request kim-approves-work
altered 's/"by":"kim"/"by":"bot"/'
sign bot
laid
write app/a.py 'def a():' '    return 11'
git add -A
