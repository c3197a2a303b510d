"""Words that bind now and open later. So far: the joint draw, the designation of a site, the declaration of a site.

Knows bytes and hashes, no parties' roles or clocks.
"""
