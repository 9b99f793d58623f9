-- A ring that changes stays on its page: where it lies should not tell when it changed.
ALTER TABLE ring SET (fillfactor = 50);
-- Who is here already has a ring that nothing opens; the next sign-in makes one that does. Equal in size to all others.
INSERT INTO ring (account_id, sealed, by_passphrase, by_words)
SELECT account_id,
  substr((SELECT string_agg(md5(random()::text || account_id || part), '') FROM generate_series(1, 12) AS part), 1, 379),
  substr((SELECT string_agg(md5(random()::text || account_id || part), '') FROM generate_series(13, 17) AS part), 1, 145),
  substr((SELECT string_agg(md5(random()::text || account_id || part), '') FROM generate_series(18, 22) AS part), 1, 145)
FROM member;
