-- Keys of an account beside the one that stands in its own row.
CREATE TABLE signing_key (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key_id TEXT NOT NULL,
  -- PEM, or a Multikey as its actor shows it.
  public_key TEXT NOT NULL,
  -- PKCS#8, PEM; only of keys that accounts of this server sign with.
  private_key TEXT,
  -- Since when an account of this server signs with it no longer, in seconds.
  retired_at BIGINT
);
CREATE UNIQUE INDEX signing_key_pair ON signing_key (account_id, key_id);
CREATE INDEX signing_key_id ON signing_key (key_id);
CREATE INDEX signing_key_retired ON signing_key (retired_at);

-- How requests to the peer are signed, where that is known.
ALTER TABLE peer ADD COLUMN knock TEXT;
