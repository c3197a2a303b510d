"""Counterseal: parties who do not trust each other confirm that something is not there."""

__version__ = "0.1.0"
