. "${0%/*}/../log.sh"

approved
git tag -a -m log before guard-log
entered kim-takes-it-back kim
git rev-parse before >.git/refs/heads/guard-log
write app/a.py 'def a():' '    return 11'
git add -A
