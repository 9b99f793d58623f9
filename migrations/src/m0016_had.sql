-- Who was ever sent what, once the delivery log has forgotten the rest: something about a post by an actor, or with the post 0
-- anything by the actor. The post may be gone.
CREATE TABLE had (
  actor_id BIGINT NOT NULL,
  post_id BIGINT NOT NULL,
  peer_id BIGINT NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
  inbox TEXT NOT NULL,
  PRIMARY KEY (actor_id, post_id, peer_id, inbox)
);
CREATE INDEX had_post ON had (post_id);
