"""What evidence proves about absence: exact integers and rationals in, the same out (spec/confidence.md).

Knows no parties, no logs and no floats.
"""
