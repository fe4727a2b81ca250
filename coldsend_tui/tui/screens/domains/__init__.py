"""Domains: set-up states, nameservers, capacity."""
