"""Notes, trees, checkpoints, tiles, witnesses: opaque signed bytes. No JSON, no clock, no storage (spec/log.md)."""
