"""Rules that turn rows into findings, one module per kind of object."""
