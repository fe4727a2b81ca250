"""Follow-ups: the chain as a timeline."""
