-- What anybody complains of, until a time after it was decided. Its words go with the story.
CREATE TABLE complaint (
  -- Tells the day and no more.
  id ID_KEY,
  -- Of the words with which who complained reads how far it is.
  words_hash TEXT NOT NULL UNIQUE,
  -- The story; none where it is about something else, or where the story is gone.
  post_id BIGINT,
  about TEXT NOT NULL,
  body TEXT NOT NULL,
  -- How who complained wants to be answered, if not on the page; erased with the decision.
  reach TEXT NOT NULL,
  -- Whether the author of the story may read the words.
  shown BOOLEAN NOT NULL,
  -- What the author of the story says to it.
  said TEXT NOT NULL,
  received_day TEXT NOT NULL,
  due_day TEXT NOT NULL,
  -- Empty until it is decided.
  outcome TEXT,
  rule TEXT,
  -- What who complained is told in the words of who decided.
  answer TEXT NOT NULL,
  decided_day TEXT
);
CREATE INDEX complaint_post ON complaint (post_id);
CREATE INDEX complaint_due ON complaint (due_day) WHERE outcome IS NULL;

-- A story that a moderator took down, and under which rule; empty where its author took it back.
ALTER TABLE withdrawal ADD COLUMN removed_under TEXT;
