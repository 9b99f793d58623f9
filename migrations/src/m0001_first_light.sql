-- Times: `_at` are seconds since 1970 (posts: whole minutes), `_week` is `2026-W47`, `_month` is `2026-11`.
-- JSON is kept as text, so that keys keep their order and both databases store the same bytes.

-- Numbers that only grow; the row's lock, held to commit, keeps readers from skipping a number.
CREATE TABLE counter (
  name TEXT PRIMARY KEY NOT NULL,
  last BIGINT NOT NULL
);
INSERT INTO counter (name, last) VALUES ('id', 0);

CREATE TABLE setting (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

-- Another server.
CREATE TABLE peer (
  id ID_KEY,
  host TEXT NOT NULL UNIQUE,
  accepted BOOLEAN NOT NULL DEFAULT FALSE,
  blocked BOOLEAN NOT NULL DEFAULT FALSE,
  software TEXT,
  heard_week TEXT,
  fail_count INTEGER NOT NULL DEFAULT 0,
  retry_at BIGINT NOT NULL DEFAULT 0,
  -- Everything in the delivery log up to here is settled for this peer.
  delivered_to BIGINT NOT NULL DEFAULT 0
);

-- A person or service, here (host is empty) or elsewhere.
CREATE TABLE account (
  id ID_KEY,
  uri TEXT NOT NULL UNIQUE,
  handle TEXT NOT NULL,
  handle_key TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  peer_id BIGINT REFERENCES peer (id),
  kind TEXT NOT NULL,
  display_name TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL,
  inbox TEXT NOT NULL DEFAULT '',
  shared_inbox TEXT,
  outbox TEXT,
  followers_uri TEXT,
  following_uri TEXT,
  featured_uri TEXT,
  key_id TEXT,
  public_key TEXT NOT NULL DEFAULT '',
  private_key TEXT,
  avatar_url TEXT,
  header_url TEXT,
  fields TEXT NOT NULL DEFAULT '[]',
  locked BOOLEAN NOT NULL DEFAULT FALSE,
  discoverable BOOLEAN NOT NULL DEFAULT FALSE,
  indexable BOOLEAN NOT NULL DEFAULT FALSE,
  suspended BOOLEAN NOT NULL DEFAULT FALSE,
  created_month TEXT NOT NULL,
  fetched_at BIGINT NOT NULL DEFAULT 0,
  follower_count INTEGER NOT NULL DEFAULT 0,
  following_count INTEGER NOT NULL DEFAULT 0,
  post_count INTEGER NOT NULL DEFAULT 0,
  last_post_at BIGINT
);
CREATE UNIQUE INDEX account_handle ON account (handle_key, host);
CREATE INDEX account_peer ON account (peer_id);
CREATE INDEX account_key ON account (key_id);

-- The credentials of one person; owns one or more members.
CREATE TABLE sign_in (
  id ID_KEY,
  passphrase_hash TEXT NOT NULL,
  recovery_hash TEXT NOT NULL,
  consent_version INTEGER NOT NULL,
  created_week TEXT NOT NULL
);

-- An account that can sign in here.
CREATE TABLE member (
  account_id ID_KEY REFERENCES account (id) ON DELETE CASCADE,
  sign_in_id BIGINT NOT NULL REFERENCES sign_in (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  language TEXT NOT NULL,
  default_visibility TEXT NOT NULL DEFAULT 'public',
  default_sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  -- The person agreed that public means copied to other servers; without it nothing federates.
  federates BOOLEAN NOT NULL DEFAULT FALSE,
  -- Links, mentions and federation wait for the first approved story of an open sign-up.
  trusted BOOLEAN NOT NULL DEFAULT FALSE,
  -- What the person wrote to be let in; erased with the decision.
  reason TEXT,
  created_week TEXT NOT NULL
);
CREATE INDEX member_sign_in ON member (sign_in_id);
CREATE INDEX member_state ON member (state);

CREATE TABLE invite (
  code_hash TEXT PRIMARY KEY NOT NULL,
  uses_left INTEGER NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE session (
  secret_hash TEXT PRIMARY KEY NOT NULL,
  sign_in_id BIGINT NOT NULL REFERENCES sign_in (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  csrf TEXT NOT NULL,
  used_week TEXT NOT NULL
);
CREATE INDEX session_sign_in ON session (sign_in_id);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE oauth_app (
  id ID_KEY,
  client_id TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  website TEXT,
  redirect_uris TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_week TEXT NOT NULL
);

CREATE TABLE oauth_grant (
  code_hash TEXT PRIMARY KEY NOT NULL,
  app_id BIGINT NOT NULL REFERENCES oauth_app (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  code_challenge TEXT,
  expires_at BIGINT NOT NULL
);
CREATE INDEX oauth_grant_account ON oauth_grant (account_id);

CREATE TABLE oauth_token (
  id ID_KEY,
  token_hash TEXT NOT NULL UNIQUE,
  app_id BIGINT REFERENCES oauth_app (id) ON DELETE CASCADE,
  account_id BIGINT REFERENCES account (id) ON DELETE CASCADE,
  scopes TEXT NOT NULL,
  created_week TEXT NOT NULL,
  used_week TEXT NOT NULL
);
CREATE INDEX oauth_token_account ON oauth_token (account_id);

-- Anything written here or received: story, note (reply, message, small talk), boost.
CREATE TABLE post (
  id ID_KEY,
  -- Given at release; timelines and cursors go by it.
  position BIGINT UNIQUE,
  kind TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  local BOOLEAN NOT NULL,
  -- In All stories, public timelines, search and counts: public, released, and ours or an accepted peer's story.
  listed BOOLEAN NOT NULL DEFAULT FALSE,
  visibility TEXT NOT NULL,
  state TEXT NOT NULL,
  language TEXT,
  title TEXT,
  warning TEXT NOT NULL DEFAULT '',
  sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  care_level INTEGER NOT NULL DEFAULT 0,
  html TEXT NOT NULL DEFAULT '',
  -- The writer's own text with its editions, as JSON; of local posts only.
  source TEXT,
  -- The wire form of a story's facts, `patientStory`, exactly as it travels.
  story TEXT,
  in_reply_to_id BIGINT,
  in_reply_to_account_id BIGINT,
  in_reply_to_uri TEXT,
  root_id BIGINT,
  boost_of_id BIGINT REFERENCES post (id) ON DELETE CASCADE,
  published_at BIGINT NOT NULL,
  updated_at BIGINT,
  indexable BOOLEAN NOT NULL DEFAULT FALSE,
  federates BOOLEAN NOT NULL DEFAULT TRUE,
  app_name TEXT,
  reply_count INTEGER NOT NULL DEFAULT 0,
  boost_count INTEGER NOT NULL DEFAULT 0,
  favourite_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX post_listed ON post (listed, kind, position);
CREATE INDEX post_public ON post (listed, position);
CREATE INDEX post_account ON post (account_id, position);
CREATE INDEX post_reply ON post (in_reply_to_id);
CREATE INDEX post_reply_uri ON post (in_reply_to_uri);
CREATE INDEX post_root ON post (root_id);
CREATE INDEX post_state ON post (state);
CREATE UNIQUE INDEX post_boost ON post (boost_of_id, account_id);

-- Which terms a story states, in the author's order.
CREATE TABLE post_term (
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  term TEXT NOT NULL,
  rank INTEGER NOT NULL,
  position BIGINT,
  PRIMARY KEY (post_id, term)
);
CREATE INDEX post_term_position ON post_term (term, position);

CREATE TABLE post_tag (
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  name TEXT NOT NULL,
  position BIGINT,
  PRIMARY KEY (post_id, tag)
);
CREATE INDEX post_tag_position ON post_tag (tag, position);

CREATE TABLE mention (
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (post_id, account_id)
);
CREATE INDEX mention_account ON mention (account_id);

-- A post that was taken back here, or deleted elsewhere; a late Create of it is refused.
CREATE TABLE tombstone (
  uri TEXT PRIMARY KEY NOT NULL,
  -- Its page here, so that the page can answer 410; empty for posts of other servers.
  post_id BIGINT,
  account_id BIGINT,
  was_public BOOLEAN NOT NULL,
  deleted_at BIGINT NOT NULL
);
CREATE INDEX tombstone_post ON tombstone (post_id);

CREATE TABLE follow (
  id ID_KEY,
  follower_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  accepted BOOLEAN NOT NULL,
  shows_boosts BOOLEAN NOT NULL DEFAULT TRUE,
  notifies BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX follow_pair ON follow (follower_id, target_id);
CREATE INDEX follow_target ON follow (target_id, accepted);

CREATE TABLE block (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  PRIMARY KEY (account_id, target_id)
);
CREATE INDEX block_target ON block (target_id);

CREATE TABLE mute (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  notices BOOLEAN NOT NULL DEFAULT TRUE,
  until_at BIGINT,
  PRIMARY KEY (account_id, target_id)
);

CREATE TABLE favourite (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  uri TEXT NOT NULL
);
CREATE UNIQUE INDEX favourite_pair ON favourite (post_id, account_id);
CREATE INDEX favourite_account ON favourite (account_id, id);

CREATE TABLE bookmark (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX bookmark_pair ON bookmark (post_id, account_id);
CREATE INDEX bookmark_account ON bookmark (account_id, id);

-- `post_id` is 0 where a notice is about no post, so that the pair stays unique.
CREATE TABLE notice (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  from_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  post_id BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notice_once ON notice (account_id, kind, from_id, post_id);
CREATE INDEX notice_post ON notice (post_id);

-- How far a member has read in a list (`home`, `notifications`).
CREATE TABLE marker (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  list TEXT NOT NULL,
  last_read_id BIGINT NOT NULL,
  version INTEGER NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, list)
);

CREATE TABLE report (
  id ID_KEY,
  from_id BIGINT REFERENCES account (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  post_ids TEXT NOT NULL,
  comment TEXT NOT NULL,
  category TEXT NOT NULL,
  forward BOOLEAN NOT NULL,
  closed BOOLEAN NOT NULL DEFAULT FALSE,
  created_week TEXT NOT NULL
);

CREATE TABLE idempotency (
  key_hash TEXT PRIMARY KEY NOT NULL,
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
);

-- What changed here and still has effects to come; ids only. Written in the transaction of the change.
CREATE TABLE event (
  id ID_KEY,
  payload TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE job (
  id ID_KEY,
  payload TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX job_due ON job (run_at, id);

-- An activity that a verified signer sent us; erased in the transaction that applies it.
CREATE TABLE inbox_item (
  id ID_KEY,
  activity_hash TEXT NOT NULL UNIQUE,
  signer_uri TEXT NOT NULL,
  body TEXT NOT NULL,
  run_at BIGINT NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX inbox_item_due ON inbox_item (run_at, id);

-- Activities that were applied, by hash of their id: the second copy is a no-op.
CREATE TABLE received (
  activity_hash TEXT PRIMARY KEY NOT NULL,
  received_week TEXT NOT NULL
);

-- The delivery log: what is to be sent, as ids; the activity is composed when it is sent.
CREATE TABLE delivery (
  id ID_KEY,
  actor_id BIGINT NOT NULL,
  activity TEXT NOT NULL,
  -- The post it is about, for withdrawing what was sent and striking what was not.
  post_id BIGINT
);
CREATE INDEX delivery_post ON delivery (post_id);
CREATE INDEX delivery_actor ON delivery (actor_id);

-- To which inbox of which peer; one row for a shared inbox, however many followers are behind it.
CREATE TABLE delivery_to (
  delivery_id BIGINT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  peer_id BIGINT NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
  inbox TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Delete and Block overtake everything else.
  urgent BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (delivery_id, peer_id, inbox)
);
-- The state first: what waits is found without walking over what was sent.
CREATE INDEX delivery_to_waiting ON delivery_to (state, peer_id, urgent DESC, delivery_id);
