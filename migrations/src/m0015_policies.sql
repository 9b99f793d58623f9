-- Who may like, answer and pass on a post of another server, where that is not everybody: addresses, as JSON.
CREATE TABLE post_policy (
  post_id ID_KEY REFERENCES post (id) ON DELETE CASCADE,
  policy TEXT NOT NULL
);
