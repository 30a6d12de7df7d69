. "${0%/*}/../prelude.sh"

start
git checkout -q -b 'work-$(touch${IFS}pwned);`touch${IFS}pwned`'
write rules/rules.yml 'allow: all'
land
