. "${0%/*}/../prelude.sh"

ordered
start
write app/one.py 'one = 1'
landed 'Phase one'
edit app/a.py 's/1/11/'
landed 'Phase two'
{ attested complete one && attested deployed one && attested deployed two && echo '{"act": "revocation", "entry": 2, "by": "deploy"}'; } | logged
