-- What was given to researchers, for everybody to read. Rows are only ever added.
CREATE TABLE data_use (
  -- Tells the day and no more.
  id ID_KEY,
  week TEXT NOT NULL,
  -- How many stories were in it.
  stories BIGINT NOT NULL,
  -- To whom, and for what, in the operator's words.
  recipient TEXT NOT NULL,
  reason TEXT NOT NULL
);

-- A form that was sent twice is one complaint: a hash of what the form held, with the random word that no other form has.
ALTER TABLE complaint ADD COLUMN form_hash TEXT NOT NULL DEFAULT '';
