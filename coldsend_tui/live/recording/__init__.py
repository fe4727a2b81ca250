"""Recordings: everything a console came to know, in the order in which it did, in one file that plays again.

A recording is gzip over JSON lines, so `zcat FILE` reads it. Each line is one of three (see `lines`): the head of the file,
the beginning of a session with the columns of its tables, or a moment with the rows of the cache that were new then. A
refresh that brought nothing new leaves its time and nothing else. Every moment is flushed to a byte boundary before the
next one: a file that was cut anywhere plays up to the cut. The API key is not in the cache and so not in the file.

Standard library only: neither writing nor reading loads pydantic or httpx.
"""
