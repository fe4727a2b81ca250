"""The first tab: rates of a period with their bounds against the period before, and the plot."""
