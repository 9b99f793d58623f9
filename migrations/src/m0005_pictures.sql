-- A picture. Uploads have a name and a file; those of other servers have only their address there.
CREATE TABLE media (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- None while no post has it; pictures of profiles never have one.
  post_id BIGINT REFERENCES post (id) ON DELETE CASCADE,
  -- Order within the post.
  place INTEGER NOT NULL DEFAULT 0,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Why it was refused: a key of the catalogue.
  problem TEXT,
  -- Random; the files are called after it.
  name TEXT UNIQUE,
  format TEXT,
  bytes BIGINT NOT NULL DEFAULT 0,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  small_format TEXT,
  small_bytes BIGINT NOT NULL DEFAULT 0,
  small_width INTEGER NOT NULL DEFAULT 0,
  small_height INTEGER NOT NULL DEFAULT 0,
  blurhash TEXT,
  description TEXT NOT NULL DEFAULT '',
  -- What matters most in it, in thousandths from the middle: right and up are positive.
  focus_x INTEGER NOT NULL DEFAULT 0,
  focus_y INTEGER NOT NULL DEFAULT 0,
  remote_url TEXT
);
CREATE INDEX media_post ON media (post_id, place);
CREATE INDEX media_account ON media (account_id, purpose);
