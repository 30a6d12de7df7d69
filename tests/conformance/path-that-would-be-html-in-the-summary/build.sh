. "${0%/*}/../prelude.sh"

start
write 'rules/``` `<img src=x onerror=alert(1)>` [x](y) ![x](y) <b> @everyone.py' x
land
