"""Now: is anything wrong, what, since when, how far, and how to stop it."""
