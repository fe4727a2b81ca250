"""Screens in tabs: one line that names them, one tab in sight, each made when it is first shown."""
