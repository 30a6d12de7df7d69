. "${0%/*}/../prelude.sh"

start
printf 'docs/*\n' >.git/order
git config diff.orderFile .git/order
git config diff.relative true
git config diff.noprefix true
git config diff.renames copies
git config diff.ignoreSubmodules all
git config color.ui always
git config core.quotePath false
git config core.abbrev 4
write app/a.py 'def a():' '    return 11'
write rules/rules.yml 'allow: all'
git add -A
