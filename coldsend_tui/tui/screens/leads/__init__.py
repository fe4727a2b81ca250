"""Leads: the people of one campaign, and what happened to each of them."""
