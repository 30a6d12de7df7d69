. "${0%/*}/../prelude.sh"

write app/model.bin 'version https://git-lfs.github.com/spec/v1' \
    'oid sha256:0000000000000000000000000000000000000000000000000000000000000001' 'size 1000'
start
write app/model.bin 'version https://git-lfs.github.com/spec/v1' \
    'oid sha256:0000000000000000000000000000000000000000000000000000000000000002' 'size 1073741824'
git add -A
