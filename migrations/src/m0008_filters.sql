-- What a member does not want to read: by words, or by post.
CREATE TABLE filter (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  -- Where it holds, e.g. `home public`; the words are the client API's.
  contexts TEXT NOT NULL,
  action TEXT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX filter_account ON filter (account_id);

CREATE TABLE filter_keyword (
  id ID_KEY,
  filter_id BIGINT NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  whole_word BOOLEAN NOT NULL
);
CREATE INDEX filter_keyword_filter ON filter_keyword (filter_id);

CREATE TABLE filter_post (
  id ID_KEY,
  filter_id BIGINT NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX filter_post_pair ON filter_post (filter_id, post_id);
CREATE INDEX filter_post_post ON filter_post (post_id);
