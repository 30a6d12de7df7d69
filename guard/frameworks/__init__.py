"""Migrations of frameworks, read but never run: a prefix a framework.

`alembic_*`, `django_*` and `rails_*` know the calls of each; `arguments`, `inert`, `literals` and `scope` read Python,
`ruby*` Ruby; `embedded` is SQL inside either, `sides` what an edit of a released one adds.
"""

from __future__ import annotations
