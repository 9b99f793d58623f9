-- Versions as the operator names them; empty: the person agreed to none.
ALTER TABLE sign_in ADD COLUMN terms_version TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_in ADD COLUMN privacy_version TEXT NOT NULL DEFAULT '';
-- When, by month (2026-11).
ALTER TABLE sign_in ADD COLUMN agreed_month TEXT NOT NULL DEFAULT '';
