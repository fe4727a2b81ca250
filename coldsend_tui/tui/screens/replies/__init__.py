"""Replies: the inbox of the workspace, threads left, messages right."""
