. "${0%/*}/../prelude.sh"

plan
start
write app/settings.yaml "key_id: AKIA$(printf %s 3XQ7PLM2 ZK5WV4TB)"
land one
write app/settings.yaml 'key_id: from-the-environment'
land two
write docs/e.md 'another page'
git add -A
