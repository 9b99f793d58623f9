-- Stories that wait for their time, or that were to come out at one and wait for a person first.
CREATE TABLE timed_release (
  post_id ID_KEY REFERENCES post (id) ON DELETE CASCADE,
  -- As what its author wished for it: `at-once` (the operator decided otherwise), `next-time` or `within-a-day`.
  wished TEXT NOT NULL,
  -- When it is released, in seconds; null while a person has to read it first.
  run_at BIGINT
);

-- When a member's stories come out, unless they say otherwise.
ALTER TABLE member ADD COLUMN release_time TEXT NOT NULL DEFAULT 'at-once';

-- When a picture was sent that no post has yet. Its number tells that no more: everybody sees it who reads the post.
ALTER TABLE media ADD COLUMN uploaded_at BIGINT NOT NULL DEFAULT 0;
UPDATE media SET uploaded_at = (id / 67108864) * 60 WHERE post_id IS NULL;
