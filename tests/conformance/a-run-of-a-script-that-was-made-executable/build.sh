. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
begun=$(attested complete one && attested deployed one)
edit app/a.py 's/1/11/'
landed 'Phase two'
chmod +x app/a.py
landed 'Its mode'
printf '%s\n' "$begun" | logged
