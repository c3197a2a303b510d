"""A fork, proven: two checkpoints that one log signed for one size, with two roots (spec/log.md).

The two notes are the whole evidence: anybody with the log's key checks them offline, and no honest log can have
signed both.
"""

from __future__ import annotations

from counterseal.errors import Refused
from counterseal.log import checkpoint as checkpoints
from counterseal.log import note
from counterseal.log.checkpoint import Checkpoint
from counterseal.log.policy import Policy


def verify(first: bytes, second: bytes, policy: Policy) -> tuple[Checkpoint, Checkpoint]:
    """Return both checkpoints, if they prove that a log listed in ``policy`` forked.

    Raises:
        Refused: ``fork-none``: they are of two logs or sizes, or of one root; by ``Policy.open``.
    """
    notes = [note.parse(data) for data in (first, second)]
    one, other = (policy.open(parsed, checkpoints.parse(parsed.text).origin)[0] for parsed in notes)
    if (one.origin, one.size) != (other.origin, other.size) or one.root == other.root:
        raise Refused("fork-none", "got two checkpoints of two logs or sizes, or of one root: no fork")
    return one, other
