. "${0%/*}/../prelude.sh"

plan '{files: unlimited, lines: unlimited}'
start
id=$(text 'x')
{
    for ((number = 0; number < 3000; number++)); do printf '100644 %s\tapp/many/%04d.txt\n' "$id" "$number"; done
    printf '100644 %s\tzz/last.txt\n' "$id"
} | git update-index --index-info
