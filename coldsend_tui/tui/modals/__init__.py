"""One typed question each: a dialog answers a value or nothing."""
