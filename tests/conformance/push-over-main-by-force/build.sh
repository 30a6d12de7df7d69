. "${0%/*}/../prelude.sh"

start
write app/a.py 'def a():' '    return 11'
landed
git branch before main
git checkout -q -B work main^
write rules/rules.yml 'allow: all'
landed 'Pushed over'
