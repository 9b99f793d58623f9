-- What pages of lists are read from, so that none costs more where there is more.

-- The home timeline walks all posts, and asks of each only who wrote it.
CREATE INDEX post_author ON post (position, account_id);
-- Public timelines of this community alone, and of all others.
CREATE INDEX post_local ON post (local, listed, position);
CREATE INDEX notice_newest ON notice (account_id, id);
-- Who asked to be told when somebody writes: few, among many followers.
CREATE INDEX follow_notifies ON follow (target_id, notifies);
DROP INDEX follow_target;
CREATE INDEX follow_target ON follow (target_id, accepted, id);
CREATE INDEX follow_follower ON follow (follower_id, accepted, id);
-- Other servers' posts are looked up by their pages too.
CREATE INDEX post_url ON post (url);
-- What goes with an account is found without reading whole tables.
CREATE INDEX notice_from ON notice (from_id);
CREATE INDEX mute_target ON mute (target_id);

-- What lists of stories are narrowed down by, beside terms and hashtags: `language:en`, `status:stopped`.
CREATE TABLE post_facet (
  post_id BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  facet TEXT NOT NULL,
  position BIGINT,
  PRIMARY KEY (post_id, facet)
);
CREATE INDEX post_facet_position ON post_facet (facet, position);
INSERT INTO post_facet (post_id, facet, position)
SELECT post.id, 'language:' || known.language, post.position
FROM post CROSS JOIN (SELECT DISTINCT language FROM post WHERE language IS NOT NULL) AS known
WHERE post.kind = 'story'
  AND (post.language = known.language OR post.story LIKE '%"language":"' || known.language || '"%');
INSERT INTO post_facet (post_id, facet, position)
SELECT post.id, 'status:' || known.code, post.position
FROM post CROSS JOIN (
  SELECT 'still-taking' AS code UNION ALL SELECT 'lower-dose' UNION ALL SELECT 'tapering' UNION ALL SELECT 'stopped'
  UNION ALL SELECT 'stopped-restarted'
) AS known
WHERE post.kind = 'story' AND post.story LIKE '%"currentStatus":"' || known.code || '"%';
