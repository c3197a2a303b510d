"""The agreement as data: who owes whom which finding, by which measures, under which standard.

The document is canonical JSON; its digest names the channel. YAML is only a way to write it, at the door.
"""
