"""A damaged cache that was set aside: what can still be read of it is taken over into the one that took its place."""
