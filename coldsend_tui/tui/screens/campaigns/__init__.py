"""Campaigns: the list, sorted, filtered, marked, acted upon."""
