-- What an author says against a decision about their story, until a time after it was looked at again. It goes with the story.
CREATE TABLE appeal (
  -- The number that the story has, or had.
  post_id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- Whether the story was taken down; otherwise it was not let through.
  removed BOOLEAN NOT NULL,
  -- The moderator who decided first, who does not decide again; empty where the operator did.
  first_decider BIGINT,
  body TEXT NOT NULL,
  -- Empty until somebody has looked at it again; then whether the author was right.
  granted BOOLEAN,
  answer TEXT NOT NULL,
  sent_day TEXT NOT NULL,
  decided_day TEXT
);
CREATE INDEX appeal_account ON appeal (account_id);

-- Who took a story down, so that another looks at it again.
ALTER TABLE withdrawal ADD COLUMN removed_by BIGINT;
