-- A finding in full, so that the next start shows it before ten thousand campaigns are read.
ALTER TABLE finding ADD COLUMN body TEXT NOT NULL DEFAULT '';
