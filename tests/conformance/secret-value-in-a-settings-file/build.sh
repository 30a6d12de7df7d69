. "${0%/*}/../prelude.sh"

plan
start
write app/settings.yaml "key_id: AKIA$(printf %s 3XQ7PLM2 ZK5WV4TB)"
git add -A
