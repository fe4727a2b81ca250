"""Contacts: everybody the team knows, and the saved lists of them."""
