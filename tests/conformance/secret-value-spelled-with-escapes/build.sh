. "${0%/*}/../prelude.sh"

plan
start
write app/settings.json "{\"key_id\": \"\\u0041KIA$(printf %s 3XQ7PLM2 ZK5WV4TB)\"}"
git add -A
