-- The last day on which the peer took something, e.g. `2026-11-28`.
ALTER TABLE peer ADD COLUMN delivered_day TEXT;
-- What was the matter when it last did not.
ALTER TABLE peer ADD COLUMN trouble TEXT;
-- Since when it fails so often in a row that it is only tried once a day; empty while it does not.
ALTER TABLE peer ADD COLUMN parked_day TEXT;
