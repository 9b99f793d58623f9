-- A text that a moderator proposes to the author of something that was not let through, in its text form.
ALTER TABLE review ADD COLUMN proposal TEXT;
