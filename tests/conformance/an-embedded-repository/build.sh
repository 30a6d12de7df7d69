. "${0%/*}/../prelude.sh"

start
git init -q -b main app/inner
git -C app/inner commit -q --allow-empty -m inner
git add app/inner 2>/dev/null
