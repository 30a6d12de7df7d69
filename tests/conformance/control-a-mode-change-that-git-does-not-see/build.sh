. "${0%/*}/../prelude.sh"

start
git config core.fileMode false
chmod +x rules/rules.yml
write app/a.py 'def a():' '    return 11'
git add -A
