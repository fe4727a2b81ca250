"""Faults for drills and tests, off by default: what breaks (`spec`), and how it breaks (`injector`, `spoiling`)."""
