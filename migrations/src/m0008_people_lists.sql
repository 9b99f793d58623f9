-- Accounts that a member reads together, beside the home timeline or in its place.
CREATE TABLE people_list (
  id ID_KEY,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  replies TEXT NOT NULL,
  -- What is on the list is not in the home timeline.
  exclusive BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX people_list_account ON people_list (account_id);

CREATE TABLE people_list_entry (
  list_id BIGINT NOT NULL REFERENCES people_list (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (list_id, account_id)
);
CREATE INDEX people_list_entry_account ON people_list_entry (account_id);
