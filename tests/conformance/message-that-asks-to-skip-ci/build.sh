. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land '[skip ci] [ci skip] [no ci] ***NO_CI***'
