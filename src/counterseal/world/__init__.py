"""Many parties in one process, under a seeded clock: honest ones and a liar, playing a scenario with hidden truth."""
