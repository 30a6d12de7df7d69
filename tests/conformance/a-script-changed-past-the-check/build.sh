. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
write app/one.py 'one = 2'
chmod +x app/one.py
landed 'a small fix'
printf '' | logged
