. "${0%/*}/../prelude.sh"

start
write rules/rules.yml 'allow: all'
git add -A
GIT_AUTHOR_NAME=dana GIT_AUTHOR_EMAIL=dana@example.org GIT_AUTHOR_DATE='2099-01-01T00:00:00+00:00' git commit -q -F - <<'END'
Allow all

Approved-by: dana <dana@example.org>
Guard-Plan: work
Guard-Phase: do
Guard-Approved: yes
END
git notes add -m 'approved-by: dana'
