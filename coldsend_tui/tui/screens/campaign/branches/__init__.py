"""Branches: the flow graph as a tree, and what changes it."""
