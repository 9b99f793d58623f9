-- Where a notice stands: `told`, `waits` until the member lets in who caused it, or `dropped`. A message whose notice is
-- not told stands in no conversation.
ALTER TABLE notice ADD COLUMN standing TEXT NOT NULL DEFAULT 'told';
CREATE INDEX notice_standing ON notice (account_id, standing, from_id);

-- What a member wants done with the notices of strangers, where that is not as delivered: `accept`, `filter` or `drop`.
CREATE TABLE notice_policy (
  account_id ID_KEY,
  not_following TEXT NOT NULL,
  not_followers TEXT NOT NULL,
  new_accounts TEXT NOT NULL,
  private_mentions TEXT NOT NULL
);

-- Whom a member let in.
CREATE TABLE welcome (
  account_id BIGINT NOT NULL,
  from_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, from_id)
);
CREATE INDEX welcome_from ON welcome (from_id);
