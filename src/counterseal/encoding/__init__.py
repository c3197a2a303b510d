"""Bytes and their one meaning: canonical JSON, strict text forms, tagged hashes, the Ed25519 profile.

Nothing here knows what the bytes are for. Everything above reads and writes through these modules, so
that two implementations which agree here agree on every byte that is signed or hashed.
"""
