"""The triage desk: what waits for a person, one decision at a time. Everything it shows and does, a command does."""

from __future__ import annotations
