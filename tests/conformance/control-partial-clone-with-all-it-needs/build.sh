. "${0%/*}/../prelude.sh"

lose() { rm -f -- ".git/objects/${1:0:2}/${1:2}"; }

start
git checkout -q main
lost=$(git rev-parse main:README.md)
write README.md '# Example, twice'
land 'by its owner'
git checkout -q -B work
write app/a.py 'def a():' '    return 11'
git add -A
git config core.repositoryFormatVersion 1
git config extensions.partialClone origin
git config remote.origin.url "file://$PWD/nowhere"
git config remote.origin.promisor true
git config remote.origin.partialCloneFilter blob:none
lose "$lost"
