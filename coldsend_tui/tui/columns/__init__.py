"""Columns as data: per resource a list of specs that turn a row into cells. No Textual, no I/O, tested on rows alone."""
