. "${0%/*}/../prelude.sh"

start
write .github/workflows/ci.yml 'on: push'
git add -A
GIT_COMMITTER_NAME=dana GIT_COMMITTER_EMAIL=dana@example.org git commit -q -m $'CI\n\nApproved-by: dana\nSigned-off-by: dana'
git notes add -m 'approved-by: dana'
