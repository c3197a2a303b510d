"""Write the vectors of clocks and quotas: ``python tests/vectors/make_clock.py``. Running it again changes nothing.

What is expected is stated in ``clock_cases``, by hand, as dates that people read; Python's ``datetime`` turns them into
seconds. It is never asked of the functions under test.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]

from book import bring  # noqa: E402
from clock_cases import cases  # noqa: E402

if __name__ == "__main__":
    bring(cases())
