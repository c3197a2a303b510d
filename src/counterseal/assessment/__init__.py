"""State and evidence to finding, with reasons: one computation, shared by whoever needs a finding."""
