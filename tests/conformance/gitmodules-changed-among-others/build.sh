. "${0%/*}/../prelude.sh"

write .gitmodules '[submodule "lib"]' '    path = app/lib' '    url = ../lib'
start
write .gitmodules '[submodule "lib"]' '    path = app/lib' '    url = https://example.org/evil'
write app/a.py 'def a():' '    return 11'
git add -A
