. "${0%/*}/../prelude.sh"

plan '{files: unlimited, lines: unlimited, bytes: unlimited, commits: unlimited}' 'file.*'
start
git update-index --add --cacheinfo "100644,$(git rev-parse HEAD:rules),app/zz"
git commit -q -m 'a folder as a file'
