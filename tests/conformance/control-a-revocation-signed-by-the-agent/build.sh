. "${0%/*}/../log.sh"

approved
request kim-takes-it-back
altered 's/"by":"kim"/"by":"bot"/'
sign bot
laid
write app/a.py 'def a():' '    return 11'
git add -A
