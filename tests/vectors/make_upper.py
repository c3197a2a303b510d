"""Write the vectors of the layers from sealing to attestation: ``python tests/vectors/make_upper.py``.

Running it again changes nothing. The histories come first: cases go on from them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]

from book import VECTORS, bring  # noqa: E402
from upper_cases import cases  # noqa: E402
from upper_cases.attestation import files  # noqa: E402
from upper_cases.bases import documents  # noqa: E402

if __name__ == "__main__":
    (VECTORS / "regime" / "base").mkdir(parents=True, exist_ok=True)
    for path, text in documents().items():
        (VECTORS / path).write_text(text, encoding="utf-8")
    bring(cases())
    for name, data in files().items():
        (VECTORS / "attestation" / name).write_bytes(data)
