. "${0%/*}/../prelude.sh"

lose() { rm -f -- ".git/objects/${1:0:2}/${1:2}"; }

start
write app/a.py 'def a():' '    return 11'
write rules/rules.yml 'allow: all'
land bad
lose "$(git rev-parse HEAD:rules)"
