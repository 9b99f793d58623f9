-- Where an app wants to be told, while its token stands.
CREATE TABLE push_subscription (
  id ID_KEY,
  token_id BIGINT NOT NULL UNIQUE REFERENCES oauth_token (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- An address at the service of a browser's or a telephone's maker, chosen by the app.
  endpoint TEXT NOT NULL,
  -- The app's public key and shared secret, base64url without padding.
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  -- RFC 8291, or the draft before it.
  standard BOOLEAN NOT NULL,
  policy TEXT NOT NULL,
  -- Kinds of notices, separated by spaces.
  alerts TEXT NOT NULL,
  created_week TEXT NOT NULL
);
CREATE INDEX push_subscription_account ON push_subscription (account_id);
