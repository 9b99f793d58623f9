-- What the operator tells all members.
CREATE TABLE announcement (
  id ID_KEY,
  words TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  ends_at BIGINT
);

-- Who has put an announcement away.
CREATE TABLE announcement_seen (
  announcement_id BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (announcement_id, account_id)
);
CREATE INDEX announcement_seen_account ON announcement_seen (account_id);

-- With which emoji somebody answered an announcement.
CREATE TABLE announcement_reaction (
  announcement_id BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (announcement_id, account_id, name)
);
CREATE INDEX announcement_reaction_account ON announcement_reaction (account_id);
