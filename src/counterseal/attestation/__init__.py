"""The file that carries a finding to anyone, offline: written, read, and verified in numbered steps
(spec/attestation.md).
"""
