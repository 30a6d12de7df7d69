"""What looks like a name and names nothing of a tree: words of SQL and of shells, placeholders, figures, examples."""

from __future__ import annotations

from guard.prose.cued import Cued
from guard.prose.named.wordlist import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_PLACEHOLDER = Cued(
    r"[<>{}\u2026]|\.\.\.|\$\(|\b(?:NNN+|XXX+|YYYY|nnnn|xxxx?|yyyy|zzz)\b|(?:^|[\W_])N{3,}(?:[\W_]|$)"
    r"|\b(?:foo|bar|baz|qux|foobar|example|placeholder|your|whatever|lorem)\b|YYYY|(?:^|[/_.-])(?:my|your|some|MY|YOUR|SOME)[_-]"
)
_FIGURE = Cued(
    r"(?!v?\d+[a-z]{0,3}_[a-z]{3})v?\d[\w.,:+%-]*"
    r"|[0-9a-f]{7,40}|\d+(?:ms|s|m|h|d|w|kb|mb|gb|tb|k|x|%)|[~<>=^]+ ?\d[\w.]*|U\+[0-9A-F]{4,6}"
    r"|0x[0-9a-fA-F]+"
)
_SITE = Cued(
    r"(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|internal|local|localhost|test|example|eu|de|uk|us|co|app|cloud|svc"
    r"|invalid)(?::\d+)?(?:/.*)?"
)
_ENDING = Cued(r"\.[A-Za-z0-9]{1,8}|\*\.[A-Za-z0-9.]{1,12}")

SQL = listed(
    """
    select insert update delete from where and or not null is in exists between like as on using join left right
    inner outer full cross group by order having limit offset union all distinct create alter drop table column
    index view schema database constraint primary foreign key unique check default references cascade restrict set
    values into begin commit rollback transaction lock unlock truncate analyze vacuum explain grant revoke add
    rename to type with case when then else end concurrently nowait skip locked for share access exclusive row
    mode returning copy cluster integer int bigint smallint text varchar char boolean bool numeric decimal real
    double precision date time timestamp timestamptz interval uuid json jsonb bytea serial bigserial citext inet
    tinyint datetime enum array trigger function procedure sequence partition tablespace public temp temporary if
    recursive lateral window over count sum min max avg coalesce now true false on_error_stop not_null set_null
    no_action on_delete on_update
    """
)
WORDS = listed(
    """
    true false null none nil undefined yes no on off ok done todo main master head origin get post put patch
    delete options trace connect http https localhost ascii utf utf-8 stdout stderr stdin bash sh zsh python
    python3 node ruby go golang rust java kotlin typescript javascript sql json yaml toml xml csv html css
    markdown regex linux macos git sudo root admin user users nobody postgres mysql sqlite redis docker kubectl
    helm psql pg_dump pg_restore curl grep sed awk jq ssh cat echo tee xargs cron crontab systemctl make npm pnpm
    yarn pip pipx uv poetry cargo npx tsc jest pytest vitest eslint prettier ruff mypy terraform ansible vault aws
    gcloud az kafka nginx production staging prod dev test develop development canary n/a all both each every some
    any other default latest stable string int float bool boolean bytes list dict set tuple object array map self
    this cls super async await return raise throw catch import export class struct def func fn let const var
    public private static void error exception
    """
)
PRODUCTS = listed(
    """
    PostgreSQL MySQL SQLite MariaDB DynamoDB MongoDB CockroachDB ClickHouse BigQuery RabbitMQ ActiveMQ GitHub
    GitLab BitBucket CircleCI JavaScript TypeScript GraphQL OpenAPI OAuth OAuth2 OpenID CloudWatch CloudFront
    CloudFormation PagerDuty DataDog NewRelic LaunchDarkly StatsD OpenTelemetry InnoDB MyISAM RocksDB MacOS
    FreeBSD WebSocket WebSockets CodeQL SonarQube PgBouncer ElasticSearch OpenSearch ZooKeeper PowerShell NodeJS
    NextJS VueJS AngularJS KeyError ValueError TypeError IndexError RuntimeError AttributeError
    NotImplementedError ImportError OSError IOError IntegrityError OperationalError ProgrammingError
    NullPointerException IllegalStateException IllegalArgumentException ReferenceError SyntaxError RangeError
    DeprecationWarning TimeoutError ConnectionError FileNotFoundError AccessExclusive AccessShare
    AccessExclusiveLock AccessShareLock RowExclusiveLock ShareLock ShareUpdateExclusiveLock CamelCase PascalCase
    DateTime BigInt BigDecimal ArrayList HashMap StringBuilder OutOfMemoryError ReadOnly CrashLoopBackOff
    StatefulSet DaemonSet ConfigMap CronJob ReplicaSet HelmRelease ServiceAccount PersistentVolumeClaim
    NetworkPolicy AssumeRole CreateIndex ImagePullBackOff
    """
)
# Variables of runners and shells, which no tree declares.
_RUNNERS = ("GITHUB_", "CI_", "GITLAB_", "RUNNER_", "AWS_", "GOOGLE_", "AZURE_", "LC_", "XDG_", "GIT_", "NODE_",
"PYTHON",
            "SSH_", "PIP_", "DOCKER_", "KUBERNETES_", "BUILDKITE_", "CIRCLE_", "JENKINS_", "HTTP_", "HTTPS_", "NO_",
            "TF_", "npm_", "PG_", "ERR_", "EXIT_", "SIG", "E_", "HTTP", "LOG_")  # fmt: skip
_MIMES = ("application/", "text/", "image/", "audio/", "video/", "multipart/", "font/", "charset=")
DYNAMIC = listed(
    """
    objects all get filter save create delete update find where new first last count map each metadata query
    prototype constructor length name id pk exists DoesNotExist MultipleObjectsReturned Meta _meta __init__
    __call__ __name__ __table__ call apply bind then catch toString valueOf size keys values items append add
    remove copy class_name find_by find_each destroy delete_all destroy_all update_all pluck order joins includes
    insert_all model_fields parse safeParse perform_async perform_later perform_now delay apply_async shared_task
    is_valid validated_data findMany findUnique findFirst updateMany createMany deleteMany upsert transaction
    _count
    """
)


def placeholder(text: str, known: Callable[[str], bool] | None = None) -> bool:
    """Whether it stands for what somebody will put there, or is an example; `known` says which words the tree has."""
    return any([known is None or not known(found[0].strip("/_.-")) for found in _PLACEHOLDER.finditer(text)])


def literal(text: str, known: Callable[[str], bool] | None = None) -> bool:
    """Whether it names nothing that a tree could have."""
    lower = text.casefold()
    if len(text) < 2 or lower in SQL or lower in WORDS or text in PRODUCTS:
        return True
    if text.startswith(("-", "+", "~", "#", "%", "&", "=", "!", "?", "\\", "^", '"', "'")) or lower.startswith(_MIMES):
        return True
    return any([form.fullmatch(text) is not None for form in (_FIGURE, _SITE, _ENDING)]) or placeholder(text, known)


def of_runner(variable: str) -> bool:
    """Whether runners, shells and clouds set a variable of this name, or it is made of words of SQL."""
    if variable.casefold() in SQL:
        return True
    parts = variable.casefold().split("_")
    return variable.startswith(_RUNNERS) or all([part in SQL for part in parts])
