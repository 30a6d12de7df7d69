"""The example secret-rotation: three services get a new credential of their database, half of it outside."""

from __future__ import annotations

from tests.replay.played import Act, Migration

SERVICES = ("api", "worker", "reports")
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {service}}}
spec:
  template:
    metadata:
      annotations:
{names}
    spec:
      containers:
        - name: {service}
          image: registry.example.org/{service}:1.0.0
          args: [{files}]
"""
CODE = """\
def connect(driver):
    {body}
"""
ONE = 'return driver.connect(open("/vault/secrets/db"))'
BOTH = """\
try:
        return driver.connect(open("/vault/secrets/next"))
    except OSError:
        return driver.connect(open("/vault/secrets/db"))"""
SYNC = """\
apiVersion: batch/v1
kind: CronJob
metadata: {{name: sync}}
spec:
  schedule: "0 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: sync
              image: registry.example.org/sync:2.1.0
              env:
{references}
"""
RULE = """\
path "secret/data/{name}" {{
  capabilities = ["read"]
}}
"""


def deployment(service: str, *names: str) -> str:
    lines = [f"        vault.hashicorp.com/agent-inject-secret-{name}: secret/data/{name}" for name in names]
    mounts = [f'"--credential=/vault/secrets/{name}"' for name in names]
    return DEPLOYMENT.format(service=service, names="\n".join(lines), files=", ".join(mounts))


def sync(*names: str) -> str:
    key = "                - {{name: {of}, valueFrom: {{secretKeyRef: {{name: {name}, key: password}}}}}}"
    lines = [key.format(of=name.replace("-", "_").upper(), name=name) for name in names]
    return SYNC.format(references="\n".join(lines))


ROTATE_ORDERS_DB = Migration(
    "secret-rotation",
    {
        "db/grants/0001_orders_app_a.sql": (
            "CREATE ROLE orders_app_a LOGIN;\nGRANT SELECT, INSERT, UPDATE ON orders TO orders_app_a;\n"
        ),
        "vault/orders-db-a.hcl": RULE.format(name="orders-db-a"),
        "vault/sync.yaml": sync("orders-db-a"),
        **{f"deploy/{service}.yaml": deployment(service, "orders-db-a") for service in SERVICES},
        **{f"services/{service}/db.py": CODE.format(body=ONE) for service in SERVICES},
    },
    {"old-name": 9},
    (
        Act(
            "rotate-orders-db/add-principal",
            {
                "db/grants/0002_orders_app_b.sql": (
                    "CREATE ROLE orders_app_b LOGIN;\nGRANT SELECT, INSERT, UPDATE ON orders TO orders_app_b;\n"
                ),
                "vault/orders-db-b.hcl": RULE.format(name="orders-db-b"),
                "vault/sync.yaml": sync("orders-db-a", "orders-db-b"),
            },
            signed=True,
            again={"db/grants/0004_more.sql": "GRANT DELETE ON orders TO orders_app_b;\n"},
        ),
        Act("rotate-orders-db/fill-in", {}, ("rotate-orders-db/add-principal: deployed",)),
        Act(
            "rotate-orders-db/accept-both",
            {f"services/{service}/db.py": CODE.format(body=BOTH) for service in SERVICES},
            ("rotate-orders-db/fill-in: complete",),
            signed=True,
        ),
        Act(
            "rotate-orders-db/switch",
            {f"deploy/{service}.yaml": deployment(service, "orders-db-b") for service in SERVICES},
            ("rotate-orders-db/accept-both: deployed 1d",),
        ),
        Act("rotate-orders-db/rotate-old", {}, ("rotate-orders-db/switch: deployed 1d",)),
        Act(
            "rotate-orders-db/revoke",
            {
                "db/grants/0003_without_orders_app_a.sql": (
                    "REVOKE SELECT, INSERT, UPDATE ON orders FROM orders_app_a;\nDROP ROLE orders_app_a;\n"
                ),
                "vault/orders-db-a.hcl": None,
                "vault/sync.yaml": sync("orders-db-b"),
            },
            (
                "rotate-orders-db/switch: deployed 7d",
                "rotate-orders-db/switch: drained remaining=0",
                "rotate-orders-db/rotate-old: complete 3d",
            ),
            signed=True,
        ),
    ),
)
