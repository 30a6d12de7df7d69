. "${0%/*}/../log.sh"

listed
write app/one.py 'one = 1'
landed 'Before'
recorded main
entered kim-approves-work kim
write app/two.py 'two = 2'
landed 'After'
recorded main
edit .guard/policy.yaml '/^  kim:/d'
raise .guard/policy.yaml
landed 'kim has left'
recorded main
write app/a.py 'def a():' '    return 11'
git add -A
