. "${0%/*}/../prelude.sh"

plan
git init -q -b main
policy
content
write .gitmodules '[submodule "lib"]' '    path = app/lib' '    url = ../lib' '    ignore = all'
git add -A
submodule app/lib
git commit -q -m start
branch
submodule app/lib 2222222222222222222222222222222222222222
