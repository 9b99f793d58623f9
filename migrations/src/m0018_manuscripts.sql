-- What somebody is still typing. Only their browser has the secret that finds a row and opens it.
CREATE TABLE manuscript (
  secret_hash TEXT PRIMARY KEY NOT NULL,
  -- Sealed under a key made of the secret; base64.
  sealed TEXT NOT NULL,
  -- The end of a day, in seconds.
  expires_at BIGINT NOT NULL
);
CREATE INDEX manuscript_expires ON manuscript (expires_at);
