"""What languages bring themselves, by the names code imports; and by which names packages are imported."""

from __future__ import annotations

import sys

NODE = """
    assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain
    events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl
    stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib
"""
GO = """
    archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar
    flag fmt go hash html image index io iter log maps math mime net os path plugin reflect regexp runtime slices
    sort strconv strings structs sync syscall testing text time unicode unique unsafe weak archive/tar archive/zip
    compress/gzip container/heap container/list crypto/aes crypto/ecdsa crypto/ed25519 crypto/hmac crypto/md5
    crypto/rand crypto/rsa crypto/sha1 crypto/sha256 crypto/sha512 crypto/subtle crypto/tls crypto/x509 database/sql
    database/sql/driver encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex encoding/json
    encoding/pem encoding/xml go/ast go/parser go/token hash/crc32 hash/fnv html/template io/fs io/ioutil log/slog
    math/big math/bits math/rand mime/multipart net/http net/http/httptest net/mail net/netip net/smtp net/url
    os/exec os/signal os/user path/filepath regexp/syntax runtime/debug runtime/pprof sync/atomic testing/fstest
    testing/quick text/tabwriter text/template unicode/utf8 unicode/utf16
"""
RUBY = """
    abbrev base64 benchmark bigdecimal bundler cgi coverage csv date delegate digest drb English erb etc expect
    fcntl fiddle fileutils find forwardable getoptlong io ipaddr irb json logger matrix minitest monitor mutex_m
    net/http net/imap net/smtp objspace observer open-uri open3 openssl optparse ostruct pathname pp prettyprint
    prime pstore psych pty racc rake rbs rdoc readline reline resolv ripper rubygems securerandom set shellwords
    singleton socket stringio strscan syslog tempfile time timeout tmpdir tsort un uri weakref yaml zlib
"""
JAVA = """
    java java.io java.lang java.math java.net java.nio java.security java.sql java.text java.time java.util
    java.util.concurrent java.util.function java.util.stream javax javax.crypto javax.net javax.sql javax.xml jdk
"""
DJANGO = """
    changepassword check clearsessions collectstatic compilemessages createcachetable createsuperuser dbshell
    diffsettings dumpdata findstatic flush inspectdb loaddata makemessages makemigrations migrate optimizemigration
    remove_stale_contenttypes runserver sendtestemail shell showmigrations sqlflush sqlmigrate sqlsequencereset
    squashmigrations startapp startproject test testserver
"""
RUST = "std core alloc proc_macro test"
RENAMED = {  # a package of Python, as PEP 503 spells it -> what it is imported by
    "attrs": "attr",
    "beautifulsoup4": "bs4",
    "djangorestframework": "rest_framework",
    "google-cloud-storage": "google.cloud.storage",
    "grpcio": "grpc",
    "opencv-python": "cv2",
    "pillow": "PIL",
    "protobuf": "google.protobuf",
    "psycopg2-binary": "psycopg2",
    "pyjwt": "jwt",
    "python-dateutil": "dateutil",
    "python-dotenv": "dotenv",
    "python-jose": "jose",
    "pyyaml": "yaml",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
    "setuptools": "pkg_resources",
}


def of(language: str) -> tuple[str, ...]:
    """The names of a language's own library; that of Python as the interpreter has it that runs guard."""
    if language == "python":
        return tuple(sorted(sys.stdlib_module_names))
    if language in ("typescript", "tsx", "javascript"):
        return tuple([name for one in NODE.split() for name in (one, f"node:{one}")])
    words = {"go": GO, "ruby": RUBY, "java": JAVA, "rust": RUST}.get(language, "")
    return tuple(words.split())


def imported(package: str, ecosystem: str) -> tuple[str, ...]:
    """By which names code imports a package."""
    if ecosystem == "pypi":
        name = package.lower().replace("_", "-")
        plain = name.replace("-", "_")
        dotted = (name.replace("-", "."),) if name.startswith(("google-", "azure-", "zope-")) else ()
        return tuple(dict.fromkeys([plain, *dotted, *([RENAMED[name]] if name in RENAMED else [])]))
    if ecosystem == "cargo":
        return tuple(dict.fromkeys((package, package.replace("-", "_"))))
    if ecosystem == "rubygems":
        return tuple(dict.fromkeys((package, package.replace("-", "/"))))
    if ecosystem == "maven":
        return (package.partition(":")[0],)
    return (package,)
