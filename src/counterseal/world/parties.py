"""Parties that do not keep to the rules. Honest ones are plain nodes."""

from __future__ import annotations

from counterseal.node.node import Node


class LyingNode(Node):
    """A node that logs whatever its party signs, against the rules too."""

    def log(self, data: bytes) -> int:
        """Append without asking the regime."""
        return self._append(data)
