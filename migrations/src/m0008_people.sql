-- What members decide about whole servers, and what they keep to themselves about people.
CREATE TABLE host_block (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  host TEXT NOT NULL
);
CREATE UNIQUE INDEX host_block_pair ON host_block (account_id, host);
CREATE INDEX host_block_host ON host_block (host);

CREATE TABLE account_note (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  words TEXT NOT NULL,
  PRIMARY KEY (account_id, target_id)
);
CREATE INDEX account_note_target ON account_note (target_id);

CREATE TABLE endorsement (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX endorsement_pair ON endorsement (account_id, target_id);
CREATE INDEX endorsement_target ON endorsement (target_id);

-- In which languages the follower wants to read, e.g. `ja en`; in all when it is empty.
ALTER TABLE follow ADD COLUMN languages TEXT NOT NULL DEFAULT '';
-- Which of the community's rules were broken, by number, as JSON.
ALTER TABLE report ADD COLUMN rule_ids TEXT NOT NULL DEFAULT '[]';
