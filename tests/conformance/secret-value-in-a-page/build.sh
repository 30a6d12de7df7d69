. "${0%/*}/../prelude.sh"

plan
start
write app/notes "see AKIA$(printf %s 3XQ7PLM2 ZK5WV4TB)"
write app/README.md 'Where it runs' "the token is gh$(printf %s p_a8Kq2LmZ 4Xw7Tn5Bv 0Yc3Hd6Jf 1Rg9Ps2Qe4)"
git add -A
