"""Analytics: what came of the mails, in tabs: over time, by campaign, inbox and domain, as a map, compared, as a funnel."""
