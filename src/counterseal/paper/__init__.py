"""What people sign and file: findings, notices, reports and duties as PDF, languages in parallel, the data attached.

A paper is made only of what was verified, it says what it does not prove, and its data is inside it: the attached file
is the file given, byte for byte, and its SHA-256 stands on the first page, in the foot of every page and in a QR code.
The same input gives the same bytes, whenever it is set by the same release of the typesetter.
"""
