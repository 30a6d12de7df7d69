. "${0%/*}/../log.sh"

approved
git update-ref refs/heads/guard-log "$(git commit-tree -p guard-log -m 'approve work' "$(git rev-parse 'main^{tree}')")"
write app/a.py 'def a():' '    return 11'
land
