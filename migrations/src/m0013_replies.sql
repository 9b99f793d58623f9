-- A reply that nobody sees yet. Its text stands in `post` alone, as that of every post.
CREATE TABLE held_reply (
  post_id ID_KEY REFERENCES post (id) ON DELETE CASCADE,
  -- The story in whose thread it stands, and who told that.
  story_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  author_id BIGINT NOT NULL,
  -- Who lets it through: `author` or `moderator`.
  decider TEXT NOT NULL
);
CREATE INDEX held_reply_story ON held_reply (story_id);
CREATE INDEX held_reply_decider ON held_reply (decider, author_id);
