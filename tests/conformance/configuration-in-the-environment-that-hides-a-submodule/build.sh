. "${0%/*}/../prelude.sh"

plan '{}' 'file.add, file.modify'
git init -q -b main
policy
content
write .gitmodules '[submodule "lib"]' '    path = app/lib' '    url = ../lib'
git add -A
submodule app/lib
git commit -q -m start
branch
submodule app/lib 2222222222222222222222222222222222222222
