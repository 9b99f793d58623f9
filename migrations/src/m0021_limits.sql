-- What moderators decided about a server and all names below it: `noop`, `silence` or `suspend`; empty where nothing is.
ALTER TABLE peer ADD COLUMN severity TEXT;
ALTER TABLE peer ADD COLUMN reject_media BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE peer ADD COLUMN reject_reports BOOLEAN NOT NULL DEFAULT FALSE;
-- Whether its name is shown to everybody with stars in it.
ALTER TABLE peer ADD COLUMN obfuscate BOOLEAN NOT NULL DEFAULT FALSE;
-- Why, in words for moderators.
ALTER TABLE peer ADD COLUMN private_comment TEXT NOT NULL DEFAULT '';
-- Whether it is spoken with where only chosen servers are.
ALTER TABLE peer ADD COLUMN allowed BOOLEAN NOT NULL DEFAULT FALSE;
-- On which day that was decided, e.g. `2026-11-29`.
ALTER TABLE peer ADD COLUMN decided_day TEXT;
-- What follows for this name from what was decided about it and the names above it, beside `blocked`.
ALTER TABLE peer ADD COLUMN silenced BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE peer ADD COLUMN without_media BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE peer SET severity = 'suspend' WHERE blocked = TRUE;

-- What was decided about the account itself, and, in `hushed`, whether that or its server keeps it out of public lists.
ALTER TABLE account ADD COLUMN silenced BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN hushed BOOLEAN NOT NULL DEFAULT FALSE;
-- Whether its pictures are always covered.
ALTER TABLE account ADD COLUMN sensitized BOOLEAN NOT NULL DEFAULT FALSE;

-- What a member wants done with the notices of accounts that moderators limited.
ALTER TABLE notice_policy ADD COLUMN limited_accounts TEXT NOT NULL DEFAULT 'filter';
