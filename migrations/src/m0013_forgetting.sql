-- Which server fetched which post of ours, with a signature: it may have a copy that was never sent to it. The post may be
-- gone already; the row stays until its server was asked to delete the copy.
CREATE TABLE fetched (
  post_id BIGINT NOT NULL,
  peer_id BIGINT NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
  fetched_week TEXT NOT NULL,
  PRIMARY KEY (post_id, peer_id)
);
CREATE INDEX fetched_peer ON fetched (peer_id);

-- A story that its author took back, for as long as other servers are asked to delete their copies. The number tells when.
CREATE TABLE withdrawal (
  id ID_KEY,
  -- The number that the story had.
  post_id BIGINT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- Of the words with which who has no account managed it.
  words_hash TEXT UNIQUE,
  -- The Delete in the delivery log; empty until it is there.
  delivery_id BIGINT
);
CREATE INDEX withdrawal_account ON withdrawal (account_id);
