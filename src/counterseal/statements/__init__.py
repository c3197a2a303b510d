"""What parties say: the statement note and one frozen dataclass per kind.

A statement is a signed note whose text is two lines: the first names the format, the second is canonical JSON.
This package knows form only. Who may say what, and what it then means, is for ``regime``.
"""
