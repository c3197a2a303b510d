"""Where bytes rest: logs of opaque entries, and small registers that change only by compare-and-swap."""
