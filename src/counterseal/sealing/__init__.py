"""Words that bind now and open later. So far: the joint draw. Knows bytes and hashes, no parties' roles or clocks."""
