. "${0%/*}/../log.sh"

approved
edit .guard/policy.yaml '/^  kim:/d'
raise .guard/policy.yaml
landed 'kim has left'
write app/a.py 'def a():' '    return 11'
git add -A
