"""Write the vectors of the log layer: ``python tests/vectors/make_log.py``. Running it again changes nothing.

What is expected is stated in ``log_cases``, from the pages' examples, from the definitions of RFC 6962 in
``validation/rfc6962.py``, or by hand; it is never asked of the functions under test.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]

from book import bring  # noqa: E402
from log_cases import cases  # noqa: E402

if __name__ == "__main__":
    bring(cases())
