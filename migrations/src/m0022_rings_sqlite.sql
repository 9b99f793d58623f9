-- Who is here already has a ring that nothing opens; the next sign-in makes one that does. Equal in size to all others.
INSERT INTO ring (account_id, sealed, by_passphrase, by_words)
SELECT account_id,
  substr(lower(hex(randomblob(190))), 1, 379),
  substr(lower(hex(randomblob(73))), 1, 145),
  substr(lower(hex(randomblob(73))), 1, 145)
FROM member;
