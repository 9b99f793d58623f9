-- Who did not let a story or its change through: a moderator, or the guide's account where a program did.
ALTER TABLE review ADD COLUMN decided_by BIGINT;
