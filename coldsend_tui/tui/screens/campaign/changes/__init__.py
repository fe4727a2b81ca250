"""Changes: what was done and what differs, under the plot of the same time."""
