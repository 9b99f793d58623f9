-- That a member left, for as long as other servers are asked to delete what they have. It goes with what is left of the account.
CREATE TABLE departure (
  account_id ID_KEY REFERENCES account (id) ON DELETE CASCADE,
  left_day TEXT NOT NULL,
  -- The last request to delete in the delivery log; empty until it was worked out who is to be asked.
  delivery_id BIGINT,
  -- Of the words with which who left reads how far the requests are.
  words_hash TEXT UNIQUE
);

-- Digests of what there was once and never is again: handles, wire ids of actors, words that have served.
CREATE TABLE former (
  digest TEXT PRIMARY KEY NOT NULL
);

-- Of whom a post was that is gone, nobody asks; of members, it is forgotten when they leave.
CREATE INDEX tombstone_account ON tombstone (account_id);

UPDATE tombstone SET account_id = NULL WHERE account_id NOT IN (SELECT id FROM account);
