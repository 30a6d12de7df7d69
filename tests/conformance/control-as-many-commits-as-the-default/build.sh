. "${0%/*}/../prelude.sh"

start
{
    for n in {1..50}; do
        printf 'commit refs/heads/work\ncommitter Cy <cy@example.org> 1767323046 +0000\ndata 1\nx\n'
        [[ $n != 1 ]] || printf 'from refs/heads/main\n'
        printf 'M 100644 inline docs/d.md\ndata <<END\npage %d\nEND\n\n' "$n"
    done
} | git fast-import --quiet --force
