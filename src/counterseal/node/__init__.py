"""The shell of one party: its keys, its log, its copies of the others' logs, its witness. No HTTP yet.

Here, and in ``world``, is the only place for a clock and private keys; both are passed in.
"""
