. "${0%/*}/../prelude.sh"

start
git tag before
write rules/rules.yml 'allow: all'
landed 'Bad'
git checkout -q before -- rules
landed 'As if nothing had been'
