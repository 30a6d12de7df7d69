"""The screens of the desk, each a module of its own."""

from __future__ import annotations
