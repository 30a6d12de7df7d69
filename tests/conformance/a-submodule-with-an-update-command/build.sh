. "${0%/*}/../prelude.sh"

start
write .gitmodules '[submodule "lib"]' '    path = app/lib' '    url = ../lib' '    update = !touch /tmp/x'
git add -A
