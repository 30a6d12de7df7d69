. "${0%/*}/../log.sh"

approved
first=$(git rev-parse guard-log)
entered kim-takes-it-back kim
git update-ref refs/heads/guard-log "$(git commit-tree -p "$first" -p guard-log -m entry 'guard-log^{tree}')"
write app/a.py 'def a():' '    return 11'
git add -A
