. "${0%/*}/../prelude.sh"

write .github/workflows/guard.yml 'on: pull_request' 'jobs: {guard: {runs-on: ubuntu-latest, steps: [{uses: acme/guard@0123456789012345678901234567890123456789}]}}'
start
git rm -q .github/workflows/guard.yml
git commit -q --no-verify -m work
