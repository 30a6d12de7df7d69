. "${0%/*}/../log.sh"

listed
private deploy
write records/000001-aaaaaaaaaaaa.json '{"documents":{},"outcome":{"outcome":"pass"}}'
