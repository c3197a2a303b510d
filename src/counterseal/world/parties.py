"""Parties that do not keep to the rules. Honest ones are plain nodes; silent ones are nodes that nobody hears."""

from __future__ import annotations

from counterseal.node.node import Node


class LyingNode(Node):
    """A node that logs whatever its party signs while it is ``lying``, against the rules too."""

    lying = False

    def log(self, data: bytes) -> int:
        """Append without asking the regime, while it lies; else as an honest node does."""
        return self._append(data) if self.lying else super().log(data)
