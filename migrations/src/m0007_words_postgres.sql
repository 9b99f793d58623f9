-- Words of posts, cut by the server.
CREATE TABLE post_words (
  post_id BIGINT PRIMARY KEY NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX post_words_found ON post_words USING GIN (words);
