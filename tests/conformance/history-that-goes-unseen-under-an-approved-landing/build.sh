. "${0%/*}/../log.sh"

approved
write README.md '# Mended'
write db/migrations/0002.sql 'DROP TABLE users;'
land Hotfix
git rm -q db/migrations/0002.sql
land 'Without the migration'
entered kim-approves-a-hotfix kim
