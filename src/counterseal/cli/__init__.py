"""The door: one file per command group. The voice is in ``cli.voice``."""
