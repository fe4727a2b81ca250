"""Clicks of a campaign: in all, by step, by link."""
