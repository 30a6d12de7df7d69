. "${0%/*}/../log.sh"

approved
write .guard/allowed_signers "mallory@example.org $(public bot)"
write app/a.py 'def a():' '    return 11'
land
