-- Hashtags that members follow. The key is the term that the hashtag names, or `#` and the hashtag itself.
CREATE TABLE tag_follow (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  name TEXT NOT NULL
);
CREATE UNIQUE INDEX tag_follow_pair ON tag_follow (account_id, key);

-- Under which hashtags the posts of a followed key stand: for a term, its words in every script.
CREATE TABLE tag_key (
  key TEXT NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (key, tag)
);

-- Hashtags that members show on their profile.
CREATE TABLE featured_tag (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  name TEXT NOT NULL
);
CREATE UNIQUE INDEX featured_tag_pair ON featured_tag (account_id, tag);
