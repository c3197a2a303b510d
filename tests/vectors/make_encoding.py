"""Write the vectors of the encoding layer: ``python tests/vectors/make_encoding.py``. Running it again changes nothing.

What is expected is stated in ``encoding_cases``, by hand, from ``hashlib`` or from the definitions of RFC 8032 in
``validation/rfc8032.py``; it is never asked of the functions under test.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]

from book import bring  # noqa: E402
from encoding_cases import cases  # noqa: E402

if __name__ == "__main__":
    bring(cases())
