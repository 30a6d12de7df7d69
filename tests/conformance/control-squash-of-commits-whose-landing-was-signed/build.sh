. "${0%/*}/../log.sh"

keyed 'merges: squash'
start
private dana kim omar bot deploy
write README.md '# Mended'
write db/migrations/0002.sql 'DROP TABLE users;'
land Hotfix
git rm -q db/migrations/0002.sql
land 'Without the migration'
entered kim-approves-a-hotfix kim
