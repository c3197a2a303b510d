"""Why a status holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a status holds: a code of spec/confidence.md, and the statements it rests on."""

    code: str
    statements: tuple[bytes, ...] = ()
