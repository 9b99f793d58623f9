-- What a moderator has still to read of a published story, or said about one. A new story that waits has no row.
CREATE TABLE review (
  post_id ID_KEY REFERENCES post (id) ON DELETE CASCADE,
  -- `held`: a change waits. `refused`: the story, or a change of it, was not let through.
  state TEXT NOT NULL,
  -- The changed version as JSON while it waits; gone with the decision, and with the story.
  change TEXT,
  reason TEXT,
  note TEXT NOT NULL DEFAULT '',
  changed_at BIGINT NOT NULL
);
CREATE INDEX review_state ON review (state);

-- How far the guide is with a member.
CREATE TABLE guidance (
  account_id ID_KEY REFERENCES account (id) ON DELETE CASCADE,
  -- The member wants to hear from it.
  wanted BOOLEAN NOT NULL DEFAULT TRUE,
  -- It asked about a story once; it does not ask again.
  asked BOOLEAN NOT NULL DEFAULT FALSE
);
