"""State and evidence to finding, with reasons: one computation, shared by attestation, node and planning."""
