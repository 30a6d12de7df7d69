. "${0%/*}/../log.sh"

approved
git update-ref refs/remotes/origin/guard-log guard-log
entered kim-takes-it-back kim
git update-ref refs/remotes/upstream/guard-log guard-log
git update-ref refs/remotes/upstream/main main
git update-ref -d refs/heads/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
