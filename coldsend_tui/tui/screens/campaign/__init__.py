"""One campaign: its lifecycle control panel."""
