-- Who says yes to something that two people have to say yes to, and to which version.
CREATE TABLE approval (
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  -- The moderator; 0 for the operator at the command line.
  decider_id BIGINT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (post_id, decider_id)
);
