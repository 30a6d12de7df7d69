. "${0%/*}/../prelude.sh"

lose() { rm -f -- ".git/objects/${1:0:2}/${1:2}"; }

start
write rules/rules.yml 'allow: all'
land bad
lost=$(git rev-parse HEAD)
git checkout -q main -- rules
land 'as it was'
lose "$lost"
