"""Writes as plans: build, show, confirm, run, verify, journal. Planning needs neither pydantic nor the network."""
