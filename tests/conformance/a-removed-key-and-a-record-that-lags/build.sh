. "${0%/*}/../log.sh"

listed
write app/one.py 'one = 1'
landed 'Before'
recorded main
write app/two.py 'two = 2'
landed 'Not recorded yet'
edit .guard/policy.yaml '/^  kim:/d'
raise .guard/policy.yaml
landed 'kim has left'
entered kim-approves-work kim
recorded main~1
recorded main
write app/a.py 'def a():' '    return 11'
git add -A
