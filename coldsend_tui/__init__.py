"""coldsend-tui: k9s for cold email.

A console, a typed client and a local sandbox for the ColdSend Public API v1.
The rooms of the house and who may import whom are described in the README, section *Architecture*.
"""

__version__ = "0.1.0"
