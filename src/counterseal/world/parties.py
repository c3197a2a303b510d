"""Parties that do not keep to the rules. Honest ones are plain nodes; silent ones are nodes that nobody hears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from counterseal.node.node import Node


class LyingNode(Node):
    """A node that logs whatever its party signs while it is ``lying``, against the rules too."""

    lying = False

    def log(self, data: bytes) -> int:
        """Append without asking the regime, while it lies; else as an honest node does."""
        return self._append(data) if self.lying else super().log(data)


@contextmanager
def lying(node: Node) -> Iterator[None]:
    """While it lasts, a lying node logs whatever its party signs; an honest one asks the regime all the same."""
    if isinstance(node, LyingNode):
        node.lying = True
    try:
        yield
    finally:
        if isinstance(node, LyingNode):
            node.lying = False
