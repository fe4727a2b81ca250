"""All workspaces."""
