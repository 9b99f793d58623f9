-- What a post asks, next to its text. The options are words of its writer and go with the post.
CREATE TABLE poll (
  post_id ID_KEY REFERENCES post (id) ON DELETE CASCADE,
  multiple BOOLEAN NOT NULL,
  -- Nobody sees how many chose what before it has ended.
  hides_counts BOOLEAN NOT NULL,
  -- Of polls from here a whole minute; empty: a poll of another server that never ends.
  ends_at BIGINT,
  -- How many people voted; empty where another server does not say.
  voter_count INTEGER
);

CREATE TABLE poll_option (
  post_id BIGINT NOT NULL REFERENCES poll (post_id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  title TEXT NOT NULL,
  vote_count INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (post_id, place)
);

CREATE TABLE poll_vote (
  id ID_KEY,
  post_id BIGINT NOT NULL REFERENCES poll (post_id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  uri TEXT NOT NULL
);
CREATE UNIQUE INDEX poll_vote_once ON poll_vote (post_id, account_id, place);
CREATE INDEX poll_vote_account ON poll_vote (account_id);

-- Posts that members show first on their pages.
CREATE TABLE pin (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  post_id BIGINT NOT NULL UNIQUE REFERENCES post (id) ON DELETE CASCADE
);
CREATE INDEX pin_account ON pin (account_id, id);

-- Threads of which a member wants no notices; `root_id` is the thread's first post, which may be gone.
CREATE TABLE thread_mute (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  root_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, root_id)
);

-- Posts that are written now and released later. The row goes with the release, in the same transaction.
CREATE TABLE scheduled_post (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- The wire id that the post will have.
  uri TEXT NOT NULL UNIQUE,
  -- What the writer sent, as JSON.
  words TEXT NOT NULL,
  -- A whole minute.
  run_at BIGINT NOT NULL,
  key_hash TEXT UNIQUE
);
CREATE INDEX scheduled_post_account ON scheduled_post (account_id, id);

-- What members did with threads of direct posts; `root_id` is the thread's first post, which may be gone.
CREATE TABLE conversation (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  root_id BIGINT NOT NULL,
  read_to BIGINT NOT NULL DEFAULT 0,
  hidden_to BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, root_id)
);
