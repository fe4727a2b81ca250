"""Rows that leave the console: which figures a row has, how they are written as CSV, JSON or TOML, and into which file."""

from coldsend_tui.export.fields import KINDS, Field, Read, fields_of
from coldsend_tui.export.file import ExportFile
from coldsend_tui.export.formats import FORMATS, Head, Writer, writer

__all__ = ["FORMATS", "KINDS", "ExportFile", "Field", "Head", "Read", "Writer", "fields_of", "writer"]
