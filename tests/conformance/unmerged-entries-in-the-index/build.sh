. "${0%/*}/../prelude.sh"

start
git update-index --index-info <<END
0 0000000000000000000000000000000000000000	rules/rules.yml
100644 $(text base) 1	rules/rules.yml
100644 $(text ours) 2	rules/rules.yml
100644 $(text theirs) 3	rules/rules.yml
END
write app/a.py 'def a():' '    return 11'
git add app/a.py
