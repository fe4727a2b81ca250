"""The sending engine: a seeded discrete-event simulation of what a cold-email platform and its recipients do."""
