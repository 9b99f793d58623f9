-- Stories that are here already.
INSERT INTO combination (facts, post_id)
SELECT post_term.term || ' ' || (post.story::jsonb ->> 'country'), post.id
FROM post JOIN post_term ON post_term.post_id = post.id
WHERE length((post.story::jsonb ->> 'country')) = 2;
INSERT INTO combination (facts, post_id)
SELECT (story::jsonb ->> 'country') || ' ' || (story::jsonb ->> 'ageBand') || ' '
  || (story::jsonb ->> 'gender'), id
FROM post
WHERE length((story::jsonb ->> 'country')) = 2 AND (story::jsonb ->> 'ageBand') IS NOT NULL
  AND (story::jsonb ->> 'gender') IS NOT NULL;
INSERT INTO combination (facts, post_id)
SELECT (story::jsonb ->> 'country') || ' ' || (story::jsonb ->> 'ageBand') || ' *', id
FROM post
WHERE length((story::jsonb ->> 'country')) = 2 AND (story::jsonb ->> 'ageBand') IS NOT NULL;
INSERT INTO combination (facts, post_id)
SELECT (story::jsonb ->> 'country') || ' * ' || (story::jsonb ->> 'gender'), id
FROM post
WHERE length((story::jsonb ->> 'country')) = 2 AND (story::jsonb ->> 'gender') IS NOT NULL;
