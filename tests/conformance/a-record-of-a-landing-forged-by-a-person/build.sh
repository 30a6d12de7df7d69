. "${0%/*}/../log.sh"

listed
write app/one.py 'one = 1'
landed 'Before'
before=$(git rev-parse main)
write app/two.py 'two = 2'
landed 'After'
after=$(git rev-parse main)
edit .guard/policy.yaml '/^  kim:/d'
raise .guard/policy.yaml
landed 'kim has left'
recorded "$before" omar
entered kim-approves-work kim
recorded "$after" omar deploy
write app/a.py 'def a():' '    return 11'
git add -A
