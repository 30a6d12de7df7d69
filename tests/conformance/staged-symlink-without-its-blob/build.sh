. "${0%/*}/../prelude.sh"

plan '{lines: unlimited, bytes: unlimited}' 'file.*'
start
entry 120000 1234567890123456789012345678901234567890 app/l
