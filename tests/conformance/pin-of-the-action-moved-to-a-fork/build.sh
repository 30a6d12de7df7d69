. "${0%/*}/../prelude.sh"

write .github/workflows/guard.yml 'on: pull_request' 'jobs: {guard: {runs-on: ubuntu-latest, steps: [{uses: acme/guard@0123456789012345678901234567890123456789}]}}'
start
edit .github/workflows/guard.yml 's|acme/guard|mallory/guard|'
write app/a.py 'def a():' '    return 11'
land
