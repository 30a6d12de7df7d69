. "${0%/*}/../log.sh"

approved
write app/one.py 'one = 1'
landed 'Before'
recorded main
before=$(git rev-parse "$GUARD_LOG")
entered kim-takes-it-back kim
write app/two.py 'two = 2'
landed 'And after'
recorded main
record=$(git rev-parse "$GUARD_LOG^{tree}")
git update-ref "$GUARD_LOG" "$(git commit-tree -p "$before" -m entry "$record")"
write app/a.py 'def a():' '    return 11'
git add -A
