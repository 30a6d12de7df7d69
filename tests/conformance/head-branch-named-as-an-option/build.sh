. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
land
git update-ref 'refs/heads/--upload-pack=touch${IFS}pwned' HEAD
