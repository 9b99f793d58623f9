-- Who may quote a post without asking its author: `nobody`, `followers` or `everybody`.
ALTER TABLE post ADD COLUMN quotable TEXT NOT NULL DEFAULT 'nobody';

-- That an author of ours lets somebody elsewhere quote, like, answer or pass on a post: what other servers read as an
-- authorization. It goes with the post.
CREATE TABLE permission (
  id ID_KEY,
  -- Its own wire id.
  uri TEXT NOT NULL UNIQUE,
  -- `quote`, `like`, `reply` or `announce`.
  kind TEXT NOT NULL,
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  -- Who asked.
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- Wire id of what quotes, likes, answers or passes on.
  interacting TEXT NOT NULL,
  -- Taken back: it is remembered, so that asking again does not bring it back.
  revoked BOOLEAN NOT NULL DEFAULT FALSE,
  UNIQUE (post_id, kind, interacting)
);
CREATE INDEX permission_interacting ON permission (interacting);
CREATE INDEX permission_account ON permission (account_id);
