"""Overview: how far it is, when it ends, what if, and its plot."""
