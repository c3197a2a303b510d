"""Write the vectors of the log layer: ``python tests/vectors/make_log.py``. Running it again changes nothing.

What is expected is stated in ``log_cases``, from the ledger's examples, from the definitions of RFC 6962 in
``validation/rfc6962.py``, or by hand; it is never asked of the functions under test.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

from log_cases import cases  # noqa: E402

VECTORS = ROOT / "spec" / "vectors"


def main() -> None:
    """Bring the folders of the log layer to exactly the cases stated, removing all others."""
    documents = cases()
    for area in sorted({path.split("/")[0] for path in documents}):
        folder = VECTORS / area
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            if f"{area}/{old.name}" not in documents:
                old.unlink()
    for path, text in documents.items():
        (VECTORS / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
