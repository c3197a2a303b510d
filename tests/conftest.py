"""What every test runs under: the hypothesis profile that ``HYPOTHESIS_PROFILE`` names.

quick   by hand, the default: new examples each time
ci      within ./task check: the same examples each time, so that a failure is the change's
night   long, new examples each time
"""

import os

from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True, database=None, print_blob=True)
settings.register_profile("night", deadline=None, max_examples=10_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
