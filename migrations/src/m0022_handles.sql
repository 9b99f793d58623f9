-- Several members of one person, whose connection only the person can see: everybody has a ring of equal size, which holds the
-- other members of the person, or none, sealed under a key that only the passphrase, the recovery words or a session open.
CREATE TABLE ring (
  account_id ID_KEY REFERENCES member (account_id) ON DELETE CASCADE,
  -- What is on it, sealed under its key; base64.
  sealed TEXT NOT NULL,
  -- The key, sealed under one made of the passphrase, and under one made of the recovery words; each after its salt.
  by_passphrase TEXT NOT NULL,
  by_words TEXT NOT NULL
);
-- Sessions from now on hold the key of the ring; those of before cannot, and end.
DELETE FROM session;
-- The key of the ring, sealed under the session's secret; base64.
ALTER TABLE session ADD COLUMN ring TEXT NOT NULL DEFAULT '';
