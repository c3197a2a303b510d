"""Signatures verified once a process: the fold is run thousands of times over the same few entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from counterseal.encoding import ed25519


@pytest.fixture(scope="package", autouse=True)
def _verify_once() -> Iterator[None]:
    """Remember good signatures. A bad one raises each time, as ``lru_cache`` keeps no exceptions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ed25519, "verify", lru_cache(maxsize=None)(ed25519.verify))
        yield
