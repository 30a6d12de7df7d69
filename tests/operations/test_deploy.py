"""Deployments: images, sizes, revisions that are followed, and secrets by reference."""

from __future__ import annotations

import pytest
from hypothesis import given

from guard.model.reading import Context, Source
from guard.operations.deploy import detect
from guard.settings.deploy_facts import Image, image
from tests.operations.telling import SECRET, bitten, fuzzy, sound, told

DIGEST = "sha256:" + "0123456789abcdef" * 4
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  labels: {app: api}
spec:
  replicas: 2
  template:
    spec:
      initContainers:
        - name: wait
          image: busybox
      containers:
        - name: api
          image: ghcr.io/acme/api:1.2.3
          args: [serve]
          env:
            - name: MODE
              value: blue
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: {name: orders-db-a, key: password}
          envFrom:
            - secretRef: {name: shared}
          resources:
            limits: {cpu: 1}
      volumes:
        - name: tls
          secret: {secretName: api-tls}
"""
SCALER = """apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api}
spec:
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - {type: Resource, resource: {name: cpu}}
"""
KUSTOMIZATION = """apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../../base]
images:
  - name: api
    newName: ghcr.io/acme/api
    newTag: v1
  - name: worker
    newTag: v1
replicas:
  - name: api
    count: 2
"""
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop-prod}
spec:
  source:
    repoURL: https://git.example.com/shop
    targetRevision: v1.0
    path: overlays/prod
    kustomize:
      images: ["api=ghcr.io/acme/api:v1"]
"""
REPOSITORY = """apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: shop, namespace: production}
spec:
  url: https://git.example.com/shop
  ref: {branch: main}
"""
RELEASE = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: shop}
spec:
  chart: {spec: {chart: shop, version: 1.0.0}}
  values:
    image: {repository: ghcr.io/acme/api, tag: v1}
"""
VALUES = """image:
  registry: ghcr.io
  repository: acme/api
  tag: v1
  pullPolicy: Always
replicaCount: 2
resources: {}
worker:
  image: ghcr.io/acme/worker:v1
  replicas: 1
  imageTag: v1
autoscaling: {enabled: false}
existingSecret: api-secrets
"""
COMPOSE = f"""services:
  web:
    image: nginx:1.25
    deploy:
      replicas: 1
  db:
    image: postgres@{DIGEST}
    command: [x]
"""
TEMPLATE = """apiVersion: apps/v1
kind: Deployment
spec:
  replicas: {{ .Values.replicaCount }}
  template:
    spec:
      containers:
        - image: "{{ .Values.image }}"
          {{- with .Values.args }}
          args: {{ . }}
          {{- end }}
"""

LIST = """apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: a}
  spec: {replicas: 1}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: b},
   spec: {replicas: 2}}
"""
POD = """apiVersion: v1
kind: Pod
metadata: {{name: p, namespace: {0}}}
spec: {{containers: [{{image: 'x:{1}'}}]}}
"""

# name | path | old | what is put in its place, by pairs | what is told
FINDS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "image": (
        "api.yaml",
        DEPLOYMENT,
        ("1.2.3", "1.2.4"),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "image, digest": (
        "api.yaml",
        DEPLOYMENT,
        (":1.2.3", f"@{DIGEST}"),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=digest to=sha256:0123456789ab",
    ),
    "image, tag and digest": (
        "api.yaml",
        DEPLOYMENT,
        ("1.2.3", f"1.2.3@{DIGEST}"),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=digest to=1.2.3@sha256:0123456789ab",
    ),
    "image, unpinned": (
        "api.yaml",
        DEPLOYMENT,
        (":1.2.3", ""),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=none",
    ),
    "image, another registry": (
        "api.yaml",
        DEPLOYMENT,
        ("ghcr.io", "evil.example.com:5000"),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=tag registry=changed to=1.2.3",
    ),
    "image, another": (
        "api.yaml",
        DEPLOYMENT,
        ("acme/api:1.2.3", "acme/api2:9"),
        (
            "accounted, deploy.image image:acme/api2 @15 change=add pinned=tag to=9, "
            "deploy.image image:acme/api @- change=remove from=1.2.3"
        ),
    ),
    "image of a container that waits": (
        "api.yaml",
        DEPLOYMENT,
        ("busybox", "busybox:1"),
        "accounted, deploy.image image:busybox @12 pinned=tag to=1",
    ),
    "image in JSON": (
        "pod.json",
        '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "a:1"}]}}',
        ("a:1", "a:2"),
        "accounted, deploy.image image:a @1 from=1 pinned=tag to=2",
    ),
    "image, and an argument": (
        "api.yaml",
        DEPLOYMENT,
        ("1.2.3", "1.2.4", "serve", "x"),
        "deploy.image image:acme/api @15 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "image, and another object": (
        "api.yaml",
        DEPLOYMENT,
        (
            "1.2.3",
            "1.2.4",
            "apiVersion: apps/v1\n",
            "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n---\napiVersion: apps/v1\n",
        ),
        "deploy.image image:acme/api @19 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "image, an escape": (
        "api.yaml",
        DEPLOYMENT,
        ("image: ghcr.io/acme/api:1.2.3", '"im\\x61ge": "ghcr.io/acme/api:1.2.\\x34"'),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "image, a second document": (
        "all.yaml",
        f"{SCALER}---\n{DEPLOYMENT}",
        ("1.2.3", "1.2.4"),
        "accounted, deploy.image image:acme/api @24 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "image in a list": (
        "all.yaml",
        (
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n"
            "  metadata: {name: a}\n  spec: {containers: [{image: x:1}]}\n"
        ),
        ("x:1", "x:2"),
        "accounted, deploy.image image:x @7 from=1 pinned=tag to=2",
    ),
    "promotion by a folder": (
        "clusters/prod/api.yaml",
        DEPLOYMENT,
        ("1.2.3", "1.2.4"),
        "accounted, deploy.promote image:acme/api @15 env=prod from=1.2.3 pinned=tag to=1.2.4",
    ),
    "size": (
        "api.yaml",
        DEPLOYMENT,
        ("replicas: 2", "replicas: 9"),
        "accounted, deploy.scale workload:Deployment/api @7 change=replicas from=2 to=9",
    ),
    "size goes": (
        "api.yaml",
        DEPLOYMENT,
        ("  replicas: 2\n", ""),
        "accounted, deploy.scale workload:Deployment/api @- change=replicas from=2",
    ),
    "resources": (
        "api.yaml",
        DEPLOYMENT,
        ("cpu: 1", "cpu: 2"),
        "accounted, deploy.scale workload:Deployment/api @26 change=resources",
    ),
    "scaler": (
        "hpa.yaml",
        SCALER,
        ("minReplicas: 2", "minReplicas: 3", "maxReplicas: 5", "maxReplicas: 9", "name: cpu", "name: memory"),
        (
            "accounted, deploy.scale workload:HorizontalPodAutoscaler/api @5 change=minReplicas from=2 to=3,"
            " deploy.scale workload:HorizontalPodAutoscaler/api @6 change=maxReplicas from=5 to=9,"
            " deploy.scale workload:HorizontalPodAutoscaler/api @8 change=metrics"
        ),
    ),
    "secret": (
        "api.yaml",
        DEPLOYMENT,
        ("orders-db-a", "orders-db-b"),
        "accounted, secret.add secret:orders-db-b @22 key=password, secret.remove secret:orders-db-a @- key=password",
    ),
    "secret, another key": (
        "api.yaml",
        DEPLOYMENT,
        ("key: password", "key: other"),
        "accounted, secret.add secret:orders-db-a @22 key=other, secret.remove secret:orders-db-a @- key=password",
    ),
    "secret added": (
        "api.yaml",
        DEPLOYMENT,
        (
            "              value: blue\n",
            (
                "              value: blue\n            - name: K\n"
                "              valueFrom: {secretKeyRef: {name: s, key: k}}\n"
            ),
        ),
        "accounted, secret.add secret:s @21 key=k",
    ),
    "secrets as a whole": (
        "api.yaml",
        DEPLOYMENT,
        ("name: shared", "name: other", "api-tls", "api-tls-b"),
        (
            "accounted, secret.add secret:other @24, secret.add secret:api-tls-b @29,"
            " secret.remove secret:shared @-, secret.remove secret:api-tls @-"
        ),
    ),
    "an object added": (
        "api.yaml",
        SCALER,
        (
            "apiVersion: autoscaling",
            f"{DEPLOYMENT[:120].split('spec')[0]}spec: {{replicas: 1}}\n---\napiVersion: autoscaling",
        ),
        "deploy.scale workload:Deployment/api @6 change=replicas to=1",
    ),
    "kustomize": (
        "overlays/production/kustomization.yaml",
        KUSTOMIZATION,
        ("newTag: v1", "newTag: v2", "count: 2", "count: 3"),
        (
            "accounted, deploy.promote image:acme/api @7 env=production from=v1 pinned=tag to=v2,"
            " deploy.promote image:worker @9 env=production from=v1 pinned=tag to=v2,"
            " deploy.scale workload:kustomize/api @12 change=replicas env=production from=2 to=3"
        ),
    ),
    "kustomize, a base": (
        "base/kustomization.yaml",
        KUSTOMIZATION,
        ("worker\n    newTag: v1", f"worker\n    digest: {DIGEST}"),
        "accounted, deploy.image image:worker @9 from=v1 pinned=digest to=sha256:0123456789ab",
    ),
    "kustomize, another registry": (
        "base/kustomization.yaml",
        KUSTOMIZATION,
        ("ghcr.io/acme", "evil.example.com/acme"),
        "accounted, deploy.image image:acme/api @7 from=v1 pinned=tag registry=changed to=v1",
    ),
    "kustomize, and a resource": (
        "overlays/staging/kustomization.yaml",
        KUSTOMIZATION,
        ("base]", "base, more.yaml]", "count: 2", "count: 3"),
        "deploy.scale workload:kustomize/api @12 change=replicas env=staging from=2 to=3",
    ),
    "argo": (
        "apps/shop.yaml",
        APPLICATION,
        ("v1.0", "v1.1"),
        "accounted, deploy.promote workload:Application/shop-prod @7 change=targetRevision env=prod from=v1.0 to=v1.1",
    ),
    "argo, a folder": (
        "apps/shop.yaml",
        APPLICATION,
        ("overlays/prod", "overlays/next"),
        (
            "accounted, "
            "deploy.promote workload:Application/shop-prod @8 change=path env=prod from=overlays/prod to=overlays/next"
        ),
    ),
    "argo, an image": (
        "apps/shop.yaml",
        APPLICATION,
        ("api:v1", "api:v2"),
        "accounted, deploy.promote image:acme/api @10 env=prod from=v1 pinned=tag to=v2",
    ),
    "argo, another repository": (
        "apps/shop.yaml",
        APPLICATION,
        ("git.example", "evil.example", "v1.0", "v1.1"),
        "deploy.promote workload:Application/shop-prod @7 change=targetRevision env=prod from=v1.0 to=v1.1",
    ),
    "flux": (
        "flux/shop.yaml",
        REPOSITORY,
        ("branch: main", "tag: v2"),
        "accounted, deploy.promote workload:GitRepository/shop @6 change=ref env=production from=main to=v2",
    ),
    "flux, a release": (
        "flux/shop.yaml",
        RELEASE,
        ("1.0.0", "1.1.0", "tag: v1", "tag: v2"),
        (
            "accounted, deploy.promote workload:HelmRelease/shop @5 change=version from=1.0.0 to=1.1.0,"
            " deploy.image image:acme/api @7 from=v1 pinned=tag to=v2"
        ),
    ),
    "flux, an image of manifests": (
        "flux/shop.yaml",
        REPOSITORY.replace("GitRepository", "OCIRepository").replace("branch: main", "tag: v1"),
        ("tag: v1", f"digest: {DIGEST}"),
        f"accounted, deploy.promote workload:OCIRepository/shop @6 change=ref env=production from=v1 to={DIGEST}",
    ),
    "flux, a folder": (
        "flux/shop.yaml",
        (
            "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: shop}\n"
            "spec: {path: ./staging, images: [{name: a, newTag: v1}]}\n"
        ),
        ("./staging", "./production"),
        "accounted, deploy.promote workload:Kustomization/shop @4 change=path from=./staging to=./production",
    ),
    "argo, several sources": (
        "apps/set.yaml",
        (
            "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: s}\n"
            "spec: {template: {spec: {sources: [{targetRevision: a}, {targetRevision: b}]}}}\n"
        ),
        ("Revision: b", "Revision: c"),
        "accounted, deploy.promote workload:ApplicationSet/s @4 change=targetRevision from=b to=c",
    ),
    "a pod in a template file": (
        "k8s/api.tpl",
        "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: x:1}]}\n",
        ("x:1", "x:2"),
        "accounted, deploy.image image:x @3 from=1 pinned=tag to=2",
    ),
    "another size of a job": (
        "job.yaml",
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {parallelism: 1, completions: 2}\n",
        ("ism: 1", "ism: 2", "ons: 2", "ons: 4"),
        (
            "accounted, deploy.scale workload:Job/j @4 change=parallelism from=1 to=2,"
            " deploy.scale workload:Job/j @4 change=completions from=2 to=4"
        ),
    ),
    "a job of more runs, and no other word": (
        "job.yaml",
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {completions: 2}\n",
        ("ons: 2", "ons: 4"),
        "accounted, deploy.scale workload:Job/j @4 change=completions from=2 to=4",
    ),
    "a scaler of other events, and no other word": (
        "keda.yaml",
        "apiVersion: keda.sh/v1\nkind: ScaledObject\nmetadata: {name: s}\nspec: {triggers: [{type: cpu}]}\n",
        ("cpu", "kafka"),
        "accounted, deploy.scale workload:ScaledObject/s @4 change=triggers",
    ),
    "argo, another folder, and no other word": (
        "apps/a.yaml",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {path: x}}\n",
        ("path: x", "path: y"),
        "accounted, deploy.promote workload:Application/a @4 change=path from=x to=y",
    ),
    "a scaler of events": (
        "keda.yaml",
        (
            "apiVersion: keda.sh/v1\nkind: ScaledObject\nmetadata: {name: s}\n"
            "spec: {minReplicaCount: 1, maxReplicaCount: 2, triggers: [{type: cpu}]}\n"
        ),
        ("Count: 1", "Count: 0", "Count: 2", "Count: 9", "cpu", "kafka"),
        (
            "accounted, deploy.scale workload:ScaledObject/s @4 change=minReplicaCount from=1 to=0,"
            " deploy.scale workload:ScaledObject/s @4 change=maxReplicaCount from=2 to=9,"
            " deploy.scale workload:ScaledObject/s @4 change=triggers"
        ),
    ),
    "values, images by name": (
        "my-values.yaml",
        (
            "images:\n  api: {repository: a/api, digest: 'sha256:1'}\n"
            "  job:\n    image: {tag: v1}\nglobal: {imageTag: v1}\n"
        ),
        ("sha256:1", "sha256:2", "imageTag: v1", "imageTag: v2", "{tag: v1}", "{tag: v2}"),
        (
            "accounted, deploy.image image:a/api @2 from=sha256:1 pinned=digest to=sha256:2,"
            " deploy.image image:images.job @4 from=v1 pinned=tag to=v2,"
            " deploy.image image:my-values @5 from=v1 pinned=tag to=v2"
        ),
    ),
    "values": (
        "charts/shop/values.yaml",
        VALUES,
        (
            "tag: v1\n  pull",
            "tag: v2\n  pull",
            "Count: 2",
            "Count: 3",
            "worker:v1",
            "worker:v2",
            "replicas: 1",
            "replicas: 4",
        ),
        (
            "accounted, deploy.image image:acme/api @4 from=v1 pinned=tag to=v2,"
            " deploy.scale workload:values/shop @6 change=replicaCount from=2 to=3,"
            " deploy.image image:acme/worker @9 from=v1 pinned=tag to=v2,"
            " deploy.scale workload:values/worker @10 change=replicas from=1 to=4"
        ),
    ),
    "values, the rest of them": (
        "values-staging.yaml",
        VALUES,
        (
            "resources: {}",
            "resources: {limits: {cpu: 1}}",
            "imageTag: v1",
            "imageTag: v2",
            "enabled: false",
            "enabled: true",
            "api-secrets",
            "api-secrets-b",
        ),
        (
            "accounted, deploy.scale workload:values/values-staging @7 change=resources env=staging,"
            " deploy.promote image:worker @11 env=staging from=v1 pinned=tag to=v2,"
            " deploy.scale workload:values/values-staging @12 change=autoscaling env=staging,"
            " secret.add secret:api-secrets-b @13, secret.remove secret:api-secrets @-"
        ),
    ),
    "values, another registry": (
        "values.yaml",
        VALUES,
        ("registry: ghcr.io", "registry: evil.example.com"),
        "accounted, deploy.image image:acme/api @4 from=v1 pinned=tag registry=changed to=v1",
    ),
    "values, and a policy": (
        "values.yaml",
        VALUES,
        ("Always", "Never", "Count: 2", "Count: 3"),
        "deploy.scale workload:values/values @6 change=replicaCount from=2 to=3",
    ),
    "settings of an environment": (
        "environments/qa/shop.yml",
        "image: {tag: v1}\nother: 1\n",
        ("v1", "v2"),
        "accounted, deploy.promote image:shop @1 env=qa from=v1 pinned=tag to=v2",
    ),
    "compose": (
        "docker-compose.yml",
        COMPOSE,
        ("1.25", "1.26", "replicas: 1", "replicas: 2"),
        (
            "accounted, deploy.image image:nginx @3 from=1.25 pinned=tag to=1.26,"
            " deploy.scale workload:service/web @5 change=replicas from=1 to=2"
        ),
    ),
    "compose, production": (
        "compose.prod.yaml",
        COMPOSE,
        (f"@{DIGEST}", ":16"),
        "accounted, deploy.promote image:postgres @7 env=prod from=sha256:0123456789ab pinned=tag to=16",
    ),
    "an anchor": (
        "compose.yaml",
        "x: &a {image: 'n:1'}\nservices: {w: *a}\n",
        ("n:1", "n:2"),
        "accounted, deploy.image image:n @1 from=1 pinned=tag to=2",
    ),
    "a template": (
        "charts/shop/templates/api.yaml",
        TEMPLATE,
        (".Values.image ", ".Values.evil "),
        "opaque.unparsed - @8 why=a template, and a line on image or size changed in it",
    ),
    "a template, three lines at once": (
        "charts/shop/templates/api.yaml",
        TEMPLATE,
        ("      containers:\n", "      resources:\n        limits:\n          cpu: 1\n      containers:\n"),
        "opaque.unparsed - @7 why=a template, and a line on image or size changed in it",
    ),
    "a template, an image as there is one": (
        "charts/shop/templates/api.yaml",
        TEMPLATE,
        ("      containers:\n", '      containers:\n        - image: "{{ .Values.image }}"\n'),
        "opaque.unparsed - @9 why=a template, and a line on image or size changed in it",
    ),
    "a template, a size goes": (
        "charts/shop/templates/api.yaml",
        TEMPLATE,
        ("  replicas: {{ .Values.replicaCount }}\n", ""),
        "opaque.unparsed - @- why=a template, and a line on image or size changed in it",
    ),
    "no YAML": ("k8s/api.yaml", DEPLOYMENT, ("  name: api", "  name: [api"), "opaque.unparsed"),
    "a key twice": (
        "api.yaml",
        DEPLOYMENT,
        ("  replicas: 2", "  replicas: 2\n  replicas: 3"),
        "deploy.scale workload:Deployment/api @8 change=replicas to=3, opaque.unparsed",
    ),
    "image in JSON, an escape": (
        "pod.json",
        '{"api\\u0056ersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "a:1"}]}}',
        ("a:1", "a:2"),
        "accounted, deploy.image image:a @1 from=1 pinned=tag to=2",
    ),
    "image, and a list that is empty now": (
        "api.yaml",
        DEPLOYMENT,
        ("1.2.3", "1.2.4", "args: [serve]", "args: []"),
        "deploy.image image:acme/api @15 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "image, and an empty list more": (
        "api.yaml",
        DEPLOYMENT,
        ("1.2.3", "1.2.4", "args: [serve]", "args: [serve]\n          ports: []"),
        "deploy.image image:acme/api @15 from=1.2.3 pinned=tag to=1.2.4",
    ),
    "a name of more letters than are told": (
        "api.yaml",
        DEPLOYMENT,
        ("acme/api:1.2.3", "a" * 201, "name: shared", f"name: {'s' * 201}"),
        (
            f"accounted, deploy.image image:{'a' * 200} @15 change=add pinned=none, secret.add secret:{'s' * 200} @24,"
            " deploy.image image:acme/api @- change=remove from=1.2.3, secret.remove secret:shared @-"
        ),
    ),
    "a secret that need not be there": (
        "api.yaml",
        DEPLOYMENT,
        ("key: password}", "key: password, optional: true}"),
        "accounted, secret.add secret:orders-db-a @22 key=password, secret.remove secret:orders-db-a @- key=password",
    ),
    "a secret that must be there now": (
        "api.yaml",
        DEPLOYMENT.replace("key: password}", "key: password, optional: true}"),
        ("optional: true", "optional: false"),
        "accounted, secret.add secret:orders-db-a @22 key=password, secret.remove secret:orders-db-a @- key=password",
    ),
    "argo, a revision that is an address": (
        "apps/shop.yaml",
        APPLICATION,
        ("v1.0", "https://h.example/x"),
        "accounted, deploy.promote workload:Application/shop-prod @7 change=targetRevision env=prod from=v1.0",
    ),
    "kustomize, sizes before images": (
        "base/kustomization.yaml",
        "replicas: [{name: a, count: 1}]\nimages: [{name: a, newTag: v1}]\n",
        ("count: 1", "count: 2", "v1", "v2"),
        (
            "accounted, deploy.scale workload:kustomize/a @1 change=replicas from=1 to=2,"
            " deploy.image image:a @2 from=v1 pinned=tag to=v2"
        ),
    ),
    "a secret, and a variable from elsewhere": (
        "api.yaml",
        DEPLOYMENT,
        ("{name: orders-db-a, key: password}", "{name: b, key: password}\n                other: {x: y}"),
        "secret.add secret:b @22 key=password, secret.remove secret:orders-db-a @- key=password",
    ),
    "a secret in place of an image": (
        "values.yaml",
        "env:\n  image: a:1\n",
        ("  image: a:1", "- {name: image, valueFrom: {secretKeyRef: {name: s, key: k}}}"),
        "secret.add secret:s @2 key=k, deploy.image image:a @- change=remove from=1",
    ),
    "sizes in a list": (
        "all.yaml",
        LIST,
        ("replicas: 2", "replicas: 4"),
        "accounted, deploy.scale workload:Deployment/b @9 change=replicas from=2 to=4",
    ),
    "sizes in a list, and something of the list": (
        "all.yaml",
        LIST,
        ("replicas: 2", "replicas: 4", "kind: List\n", "kind: List\nmetadata: {x: y}\n"),
        "deploy.scale workload:Deployment/b @10 change=replicas from=2 to=4",
    ),
    "sizes in a list, and what is no object": (
        "all.yaml",
        f"{LIST}---\nimage: x:1\n",
        ("replicas: 2", "replicas: 4", "x:1", "x:2"),
        "deploy.scale workload:Deployment/b @9 change=replicas from=2 to=4",
    ),
    "objects of one name in two namespaces, in another order": (
        "all.yaml",
        f"{POD.format('a', 1)}---\n{POD.format('b', 5)}",
        (f"{POD.format('a', 1)}---\n{POD.format('b', 5)}", f"{POD.format('b', 6)}---\n{POD.format('a', 2)}"),
        ("accounted, deploy.image image:x @4 from=5 pinned=tag to=6, deploy.image image:x @9 from=1 pinned=tag to=2"),
    ),
    "three objects of one name": (
        "all.yaml",
        f"{POD.format('a', 1)}---\n{POD.format('a', 1)}---\n{POD.format('a', 1)}",
        ("x:1", "x:2"),
        "accounted, deploy.image image:x @4 from=1 pinned=tag to=2",
    ),
    "kustomize, replicas without a count": (
        "base/kustomization.yaml",
        KUSTOMIZATION,
        ("worker\n    newTag: v1", "worker\n    newTag: v2", "    count: 2\n", ""),
        (
            "deploy.image image:worker @9 from=v1 pinned=tag to=v2,"
            " deploy.scale workload:kustomize/api @- change=replicas from=2"
        ),
    ),
    "flux, a folder and no image": (
        "shop.yaml",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {path: ./a}\n",
        ("./a", "./b"),
        "accounted, deploy.promote workload:Kustomization/shop @3 change=path from=./a to=./b",
    ),
    "argo, a revision that says more than may be shown": (
        "apps/shop.yaml",
        APPLICATION,
        ("v1.0", "https://u:hunter2-do-not-print@x"),
        "accounted, deploy.promote workload:Application/shop-prod @7 change=targetRevision env=prod from=v1.0",
    ),
    "values, in the folder of a chart": (
        "shop/values.yaml",
        "replicaCount: 1\n",
        ("1", "2"),
        "accounted, deploy.scale workload:values/shop @1 change=replicaCount from=1 to=2",
    ),
    "values, a digest beside its repository": (
        "values.yaml",
        f"image:\n  repository: a/b\n  digest: {DIGEST}\n",
        ("sha256:0", "sha256:f"),
        "accounted, deploy.image image:a/b @3 from=sha256:0123456789ab pinned=digest to=sha256:f123456789ab",
    ),
    "values, a tag of a part": (
        "values.yaml",
        "worker:\n  image: {imageTag: v1}\n",
        ("v1", "v2"),
        "accounted, deploy.image image:worker @2 from=v1 pinned=tag to=v2",
    ),
    "values, all that resources hold": (
        "values.yaml",
        "worker:\n  resources: {limits: {a: 1}, requests: {a: 1}, reservations: {a: 1}, claims: {a: 1}}\n",
        ("claims: {a: 1}", "claims: {a: 2}"),
        "accounted, deploy.scale workload:values/worker @2 change=resources",
    ),
    "values, sizes of what is called resources": (
        "values.yaml",
        "resources: {api: {replicas: 1}}\n",
        ("replicas: 1", "replicas: 2"),
        "accounted, deploy.scale workload:values/api @1 change=replicas from=1 to=2",
    ),
    "compose, a size of nothing": (
        "compose.yaml",
        "replicas: 1\n",
        ("1", "2"),
        "accounted, deploy.scale workload:service/compose @1 change=replicas from=1 to=2",
    ),
    "a template without an object": (
        "shop/templates/_image.tpl",
        '{{- define "x" }}\nimage: {{ .a }}\n{{- end }}\n',
        (".a", ".b"),
        "opaque.unparsed - @2 why=a template, and a line on image or size changed in it",
    ),
    "a template of JSON": (
        "k8s/pod.json",
        '{"apiVersion": "v1", "kind": "Pod",\n"spec": {"a": {{ .b }},\n"image": "{{ .c }}"}}\n',
        (".c", ".d"),
        "opaque.unparsed - @3 why=a template, and a line on image or size changed in it",
    ),
    "a template, a key in quotes": (
        "charts/shop/templates/api.yaml",
        TEMPLATE.replace("  replicas", "  'replicas'"),
        ("replicaCount", "other"),
        "opaque.unparsed - @4 why=a template, and a line on image or size changed in it",
    ),
    "values, what is called items": (
        "values.yaml",
        "items: [{replicas: 1}]\n",
        ("1", "2"),
        "accounted, deploy.scale workload:values/items.0 @1 change=replicas from=1 to=2",
    ),
    "a secret as a tag": (
        "api.yaml",
        DEPLOYMENT,
        ("1.2.3", "gh" + "p_" + "aB3dE5fG7hJ9" * 3),
        "accounted, deploy.image image:acme/api @15 from=1.2.3 pinned=none",
    ),
}
# name | path | old | what is put in its place: nothing is told
LEAVES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a comment": ("api.yaml", DEPLOYMENT, ("spec:\n  replicas", "spec: # all of it\n  replicas")),
    "an argument": ("api.yaml", DEPLOYMENT, ("serve", "work")),
    "a label": ("api.yaml", DEPLOYMENT, ("app: api", "app: web")),
    "a value": ("api.yaml", DEPLOYMENT, ("blue", SECRET)),
    "quotes": ("api.yaml", DEPLOYMENT, ("ghcr.io/acme/api:1.2.3", "'ghcr.io/acme/api:1.2.3'")),
    "layout": ("api.yaml", DEPLOYMENT, ("{cpu: 1}", "\n              cpu: 1")),
    "documents in another order": (
        "api.yaml",
        f"{SCALER}---\n{DEPLOYMENT}",
        (f"{SCALER}---\n{DEPLOYMENT}", f"{DEPLOYMENT}---\n{SCALER}"),
    ),
    "another line of a template": ("charts/shop/templates/api.yaml", TEMPLATE, ("args: {{ . }}", "args: {{ .x }}")),
    "an image of a workflow": (".github/workflows/ci.yml", "jobs: {a: {container: {image: 'x:1'}}}", ("x:1", "x:2")),
    "an image in settings": ("src/settings.yaml", "image: x:1\n", ("x:1", "x:2")),
    "an image in JSON": ("src/settings.json", '{"image": "x:1"}', ("x:1", "x:2")),
    "a kind without a version": ("src/settings.yaml", "kind: Pod\nimage: x:1\n", ("x:1", "x:2")),
    "a version without a kind": ("src/settings.yaml", "apiVersion: v2\nimage: x:1\n", ("x:1", "x:2")),
    "a part of a template": ("charts/shop/templates/x.yaml", "image: x:1\n", ("x:1", "x:2")),
    "JSON of a template, broken": ("charts/shop/templates/x.json", '{"image": {{ .a }} [', (".a", ".b")),
    "a folder that nothing follows": (
        "api.yaml",
        "apiVersion: v1\nkind: Probe\nspec: {path: /a, image: x}\n",
        ("/a", "/b"),
    ),
    "what is measured": ("x.yaml", SCALER.replace("HorizontalPodAutoscaler", "Other"), ("name: cpu", "name: memory")),
    "YAML of others, broken": ("src/settings.yaml", "image: [x\n", ("x", "y")),
    "nothing": ("api.yaml", DEPLOYMENT, ()),
}


def edited(text: str, pairs: tuple[str, ...]) -> str:
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", FINDS)
def test_finds(name: str) -> None:
    path, old, pairs, expected = FINDS[name]
    found = ", ".join(told(detect, path, old, edited(old, pairs)))
    assert found == expected or (expected.endswith("opaque.unparsed") and found.startswith(expected))


SPELLED = (  # tags by which a word stands in base64: as they are, in full, in numbers, by another name
    ("!!binary", ""),
    ("!<tag:yaml.org,2002:binary>", ""),
    ("!!%62inary", ""),
    ("!!b%69n%61r%79", ""),
    ("!<tag%3Ayaml.org%2C2002%3Abinary>", ""),
    ("!binary", "%TAG ! tag:yaml.org,2002:\n---\n"),
    ("!e!ary", "%TAG !e! tag:yaml.org,2002:bin\n---\n"),
)
ENCODED = """{0} YXBpVmVyc2lvbg==: {0} YXBwcy92MQ==
{0} a2luZA==: {0} RGVwbG95bWVudA==
spec: {{{0} aW1hZ2U=: {0} eDox}}
"""


@pytest.mark.parametrize(("tag", "before"), SPELLED)
def test_words_of_deployments_in_base64(tag: str, before: str) -> None:
    text = before + ENCODED.format(tag)
    for path in ("api.yaml", "k8s/api.yml", "pod.json", "values.yaml", "kustomization.yaml"):
        for sides in ((None, text), (text, None), ("a: b\n", text)):
            (found,) = told(detect, path, *sides)
            assert found.startswith("opaque.unparsed") and "the tag 'tag:yaml.org,2002:binary'" in found


IMAGE = "image: {0}\nimages: [{{name: a, newTag: {0}}}]\n"


@pytest.mark.parametrize(
    ("names", "told_of"),
    [
        ("kustomization.yaml kustomization.yml a/Kustomization", "deploy.image image:a @2 from=v1 pinned=tag to=v2"),
        (
            (
                "compose.yml docker-compose.yaml podman-compose.yml compose.override.yaml a/docker-compose-dev2.yml"
                " docker-stack.yml docker-stack-a.yaml values.yaml values.yml a-values.yaml values-a.yml k8s/a.yaml"
                " k8s/a.yml"
            ),
            "deploy.image image:v2 @1 change=add pinned=none",
        ),
        ("src/a.yaml composed.yaml decompose.yaml evalues.yaml values.yaml/a.yaml kustomization.yaml/a.yaml", ""),
    ],
)
def test_files_by_their_names(names: str, told_of: str) -> None:
    for path in names.split():
        found = told(detect, path, IMAGE.format("v1"), IMAGE.format("v2"))
        assert (told_of in found) if told_of else (found == ()), path


@pytest.mark.parametrize(
    "kind", ["Application", "ApplicationSet", "GitRepository", "OCIRepository", "Kustomization", "HelmRelease"]
)
def test_what_is_followed_is_named_after_its_environment(kind: str) -> None:
    text = f"apiVersion: a/v1\nkind: {kind}\nmetadata: {{name: shop-prod}}\nspec: {{image: x:1}}\n"
    for of, id_, env in ((kind, "deploy.promote", " env=prod"), ("Pod", "deploy.image", "")):
        sides = [side.replace(kind, of) for side in (text, text.replace("x:1", "x:2"))]
        assert told(detect, "a.yaml", *sides) == ("accounted", f"{id_} image:x @4{env} from=1 pinned=tag to=2")


SIZES = """
    replicas replicaCount minReplicas maxReplicas minReplicaCount maxReplicaCount parallelism completions
    targetCPUUtilizationPercentage
"""


@pytest.mark.parametrize("word", SIZES.split())
def test_sizes(word: str) -> None:
    text = f"web: {{image: x}}\n{word}: 1\n"
    assert told(detect, "values.yaml", text, text.replace("1", "2")) == (
        "accounted",
        f"deploy.scale workload:values/values @2 change={word} from=1 to=2",
    )


@pytest.mark.parametrize("part", ["limits", "requests", "reservations", "claims"])
def test_parts_of_resources(part: str) -> None:
    text = f"resources: {{{part}: {{a: 1}}}}\n"
    assert told(detect, "values.yaml", text, text.replace("1", "2")) == (
        "accounted",
        "deploy.scale workload:values/values @1 change=resources",
    )
    assert told(detect, "values.yaml", text.replace(part, "other"), text.replace(part, "another")) == ()


@pytest.mark.parametrize("word", ["image", "images", "resources"])
def test_words_that_name_no_part(word: str) -> None:
    text = f"web: {{{word}: {{replicas: 1}}}}\n"
    assert told(detect, "values.yaml", text, text.replace("1", "2"))[1:] == (
        "deploy.scale workload:values/web @1 change=replicas from=1 to=2",
    )


@pytest.mark.parametrize("kind", ["HorizontalPodAutoscaler", "ScaledObject"])
@pytest.mark.parametrize("word", ["metrics", "behavior", "triggers"])
def test_measures(kind: str, word: str) -> None:
    text = f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{maxReplicas: 1, {word}: [a]}}\n"
    assert told(detect, "a.yaml", text, text.replace("[a]", "[b]")) == (
        "accounted",
        f"deploy.scale workload:{kind}/a @4 change={word}",
    )


@pytest.mark.parametrize("word", ["tag", "imageTag", "image_tag", "image-tag", "imageVersion"])
def test_tags_in_values(word: str) -> None:
    text = f"web:\n  {word}: v1\n"
    assert told(detect, "values.yaml", text, text.replace("v1", "v2")) == (
        "accounted",
        "deploy.image image:web @2 from=v1 pinned=tag to=v2",
    )
    assert told(detect, "k8s/a.yaml", text, text.replace("v1", "v2")) == ()


@pytest.mark.parametrize("word", ["branch", "tag", "semver", "commit", "name", "digest"])
def test_what_a_repository_is_held_to(word: str) -> None:
    text = f"apiVersion: v1\nkind: GitRepository\nmetadata: {{name: a}}\nspec: {{ref: {{{word}: v1}}}}\n"
    assert told(detect, "a.yaml", text, text.replace("v1}", "v2}")) == (
        "accounted",
        "deploy.promote workload:GitRepository/a @4 change=ref from=v1 to=v2",
    )


@pytest.mark.parametrize("name", LEAVES)
def test_leaves_alone(name: str) -> None:
    path, old, pairs = LEAVES[name]
    assert told(detect, path, old, edited(old, pairs)) == ()


def test_whole_files() -> None:
    pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: x:1}]}\n"
    reading = detect(Source("a.yaml", None, pod.encode()), Context())
    assert reading is not None and [one.via for one in reading.operations] == ["kubernetes"]
    reading = detect(Source("k8s/a.yaml", None, b"image: ["), Context())
    assert reading is not None and [one.via for one in reading.operations] == ["kubernetes"]
    assert told(detect, "a.yaml", None, RELEASE.replace("name: shop", "name: shop-qa"))[:1] == (
        "deploy.promote workload:HelmRelease/shop-qa @5 change=version env=qa to=1.0.0",
    )
    assert told(detect, "a.yaml", None, pod) == ("deploy.image image:x @3 change=add pinned=tag to=1",)
    assert told(detect, "a.yaml", pod, None) == ("deploy.image image:x @- change=remove from=1",)
    assert told(detect, "src/a.yaml", "image: x:1", b"\xffimage") == ()
    assert told(detect, "k8s/a.yaml", "stage: a", b"\xffstage") == ()
    for path in ("a.yaml", "k8s/a.yaml"):
        assert told(detect, path, pod, b"\xffimage") == ("opaque.unparsed - @- why=the file is not UTF-8",)
    two = pod.replace("[", "[{name: a, image: y:1}, {name: a, image: z:1}, ")
    assert told(detect, "a.yaml", two, two.replace("z:1", "z:2").replace("x:1", "x:2")) == (
        "accounted",
        "deploy.image image:z @3 from=1 pinned=tag to=2",
        "deploy.image image:x @3 from=1 pinned=tag to=2",
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("nginx", Image("", "nginx", "", "")),
        ("acme/api:v1", Image("", "acme/api", "v1", "")),
        ("localhost/api:v1", Image("localhost", "api", "v1", "")),
        ("host:5000/a/b", Image("host:5000", "a/b", "", "")),
        (f"ghcr.io/a/b:v1@{DIGEST}", Image("ghcr.io", "a/b", "v1", DIGEST)),
        ("two words", Image("", "two words", "", "")),
    ],
)
def test_images(text: str, wanted: Image) -> None:
    assert image(text) == wanted


@pytest.mark.fuzz
@fuzzy
@given(
    bitten(
        [DEPLOYMENT, KUSTOMIZATION, APPLICATION, VALUES, COMPOSE, TEMPLATE],
        ["&a ", "*a", "[", "{", "---\n", "<<: *a", "image: ", "- "],
    )
)
def test_any_bytes(data: bytes) -> None:
    for path in ("k8s/prod/api.yaml", "values.yaml", "overlays/prod/kustomization.yaml", "compose.yaml"):
        sound(detect(Source(path, DEPLOYMENT.encode(), data), Context()))
    sound(detect(Source("api.yaml", data, None), Context()))
