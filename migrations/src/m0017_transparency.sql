-- What moderators, the operator and programs decided. Rows are only ever added. Numbers of what may be gone already, and no
-- word of anybody: whom a number means, the other tables know for as long as they know them.
CREATE TABLE action (
  -- Tells the day and no more.
  id ID_KEY,
  day TEXT NOT NULL,
  act TEXT NOT NULL,
  -- moderator, operator (at the command line) or program.
  decider TEXT NOT NULL,
  -- The moderator.
  decider_id BIGINT,
  -- The post, account, report or peer that was decided about.
  subject_id BIGINT NOT NULL,
  -- The rule, where one was named.
  rule TEXT
);
CREATE INDEX action_day ON action (day);

-- How often something happened in a month: sums over everybody.
CREATE TABLE tally (
  month TEXT NOT NULL,
  what TEXT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (month, what)
);

-- Why the operator blocked a server, in words for everybody.
ALTER TABLE peer ADD COLUMN public_comment TEXT NOT NULL DEFAULT '';
