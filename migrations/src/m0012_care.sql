-- Which facts a story states together that could tell who told it, e.g. `med/0001 JP` or `JP 26-35 woman`: for counting
-- how many others state the same.
CREATE TABLE combination (
  facts TEXT NOT NULL,
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (facts, post_id)
);
CREATE INDEX combination_post ON combination (post_id);

-- Who told a story without an account manages it with words that were shown once; only their hash is kept.
CREATE TABLE story_key (
  post_id ID_KEY REFERENCES post (id) ON DELETE CASCADE,
  words_hash TEXT NOT NULL UNIQUE
);
