"""What may stand in a query: node types of sqlglot, and functions by name. Anything else makes the statement opaque.

The parser accepts more than any server does, and gives what it does not know a shape that looks harmless. So nothing
is held to be known because it parsed: a node counts when it is in this list, and a function when its name is.
"""

from __future__ import annotations

_NODES = """
Add Alias Aliases All And Any Between BitwiseAnd BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift BitwiseXor
Boolean Bracket Case Cast CharacterSet Collate Column ColumnDef CTE DataType DataTypeParam Delete Distinct Div DPipe EQ
Escape Except Exists Explicit Filter From Glob Group GT GTE Having HexString Identifier If In IndexTableHint Insert
IntDiv Intersect Interval Is Join Limit Like ILike Literal Lock LT LTE Match MatchAgainst Mod Mul National Neg
NEQ Not Null NullSafeEQ NullSafeNEQ Offset OnConflict Or Order Ordered Parameter Paren Partition Placeholder PropertyEQ
RegexpLike Returning Row RowNumber Schema Select SessionParameter Star Sub Subquery Table TableAlias Tuple Unicode
Union Update Values Var Where Window WindowSpec With Xor Introducer JSONExtract JSONExtractScalar JSONPath
JSONPathKey JSONPathRoot JSONPathSubscript JSONPathWildcard BitString Into
Abs Acos Asin Atan Atan2 AnyValue Ascii Avg BitwiseAndAgg BitwiseOrAgg BitwiseXorAgg Ceil Char Chr Coalesce Concat
ConcatWs Convert ConvertTimezone Cos Cot Count CumeDist CurrentDate CurrentTime CurrentTimestamp CurrentUser Date
DateAdd DateDiff DateFromParts DateSub DateTrunc Datetime Day DayOfMonth DayOfWeek DayOfYear Degrees DenseRank Elt
Exp Extract Field FirstValue Floor Format FromBase64 GCD Greatest GroupConcat Hex Hour IsNull JSONArray JSONArrayAgg
JSONArrayContains JSONBContains JSONExtractArray JSONKeyValue JSONObject JSONObjectAgg JSONType JSONValue Lag LastDay
LastValue Lead Least Left Length Ln LocalTime Localtimestamp Log Log10 Log2 Lower LowerHex Max MD5 Min Minute Month
MonthName NthValue Ntile Nullif NumberToStr Pad ParseJSON PercentRank Pi Pow Quarter Quote Radians Rand Rank
RegexpInstr RegexpReplace RegexpSubstr Repeat Replace Reverse Right Round RowCount Second SHA SHA2 Sign Sin Soundex
Space SplitPart Sqrt StandardHash Stddev StddevPop StddevSamp StrPosition StrToDate StrToTime Substring SubstringIndex
Stuff Sum Tan Time TimeAdd TimeDiff TimeFromParts TimeStrToDate TimeStrToTime TimeSub TimeToSec TimeToStr TimeToTimeStr
TimeToUnix Timestamp TimestampAdd TimestampDiff TimestampFromParts TimestampSub ToBase64 ToDays Translate Trim Truncate
Trunc TryCast TsOrDsAdd TsOrDsDiff TsOrDsToDate TsOrDsToDateStr TsOrDsToDatetime TsOrDsToTime TsOrDsToTimestamp Typeof
Unhex UnixSeconds UnixToStr UnixToTime Upper UtcDate UtcTime UtcTimestamp Uuid Variance VariancePop Version Week
WeekOfYear Weekday Year DateToDateStr Substr CastToStrType Dayname JSONExtractQuote JSONBExtract
SessionUser CurrentSchema CurrentDatabase
"""
NODES = frozenset(_NODES.split())

_FUNCTIONS = """
abs acos adddate addtime aes_decrypt aes_encrypt any_value ascii asin atan atan2 avg bin bin_to_uuid bit_and bit_count
bit_length bit_or bit_xor cast ceil ceiling changes char char_length character_length coalesce collation concat
concat_ws connection_id conv convert convert_tz cos cot count crc32 cume_dist curdate current_date current_role
current_time current_timestamp current_user curtime database date date_add date_format date_sub datediff datetime day
dayname dayofmonth dayofweek dayofyear default degrees dense_rank elt exp export_set extract field find_in_set
first_value floor format format_bytes found_rows from_base64 from_days from_unixtime get_format glob greatest
group_concat grouping hex hour if ifnull iif inet6_aton inet6_ntoa inet_aton inet_ntoa insert instr interval is_uuid
isnull json json_array json_array_append json_array_insert json_array_length json_arrayagg json_contains
json_contains_path json_depth json_each json_extract json_group_array json_group_object json_insert json_keys
json_length json_merge_patch json_merge_preserve json_object json_objectagg json_overlaps json_patch json_pretty
json_quote json_remove json_replace json_search json_set json_tree json_type json_unquote json_valid json_value
julianday lag last_day last_insert_id last_insert_rowid last_value lcase lead least left length like likelihood likely
ln localtime localtimestamp locate log log10 log2 lower lpad ltrim make_set makedate maketime max md5 microsecond mid
min minute mod month monthname now nth_value ntile nullif oct octet_length ord percent_rank period_add period_diff pi
position pow power printf quarter quote radians raise rand random random_bytes randomblob rank regexp_instr regexp_like
regexp_replace regexp_substr repeat replace reverse right round row row_count row_number rpad rtrim schema
sec_to_time second sha sha1 sha2 sign sin soundex space sqlite_version sqrt std stddev stddev_pop stddev_samp
str_to_date strcmp strftime string_agg subdate substr substring substring_index subtime sum sysdate system_user tan
time time_format time_to_sec timediff timestamp timestampadd timestampdiff to_base64 to_days to_seconds total
total_changes trim trunc truncate typeof ucase unhex unicode unixepoch unix_timestamp unlikely upper user utc_date
utc_time utc_timestamp uuid uuid_short uuid_to_bin values var_pop var_samp variance version week weekday weekofyear
weight_string year yearweek zeroblob acosh asinh atanh cosh sinh tanh concat_group format_pico_time st_geomfromtext
st_pointfromtext st_srid st_x st_y st_astext point uncompress compress uncompressed_length ifnull nvl sformat
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())

_OPENERS = """
all and any as between by case check conflict cross distinct else end except exists filter from having in index inner
intersect into is join key limit materialized natural not of offset on or order over partition rank recursive
regexp returning rlike select set some then union unique using values when where window with xor against match add div
binary int integer signed unsigned decimal varchar nchar numeric float double dec text real blob year duplicate
varbinary bigint outer ignore force use for
"""
OPENERS = frozenset(_OPENERS.split())  # words before a parenthesis that are no call

_REACHING = """
load_file load_extension writefile readfile edit sys_exec sys_eval fts3_tokenizer lsdir zipfile benchmark get_lock
release_lock release_all_locks master_pos_wait sys_get sys_set lib_mysqludf_sys_info
"""
REACHING = frozenset(_REACHING.split())  # functions that reach out of the query, wherever they stand
