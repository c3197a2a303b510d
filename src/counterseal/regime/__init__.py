"""What agreement and statements add up to: who is in, what is in force, what was drawn, seen and reported.

    admit  ->  order  ->  step(facts, statement) -> effects  ->  judge(facts, now) -> state

``fold.Regime`` joins them. Rules have ids (R1, R2, ...) that spec/regime.md, vectors and explanations cite. Nothing
here raises on a logged statement: a bad one becomes an irregularity. Integers only; no clock, no private key, no
store.
"""
