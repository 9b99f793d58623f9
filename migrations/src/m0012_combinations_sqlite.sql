-- Stories that are here already.
INSERT INTO combination (facts, post_id)
SELECT post_term.term || ' ' || json_extract(post.story, '$.country'), post.id
FROM post JOIN post_term ON post_term.post_id = post.id
WHERE length(json_extract(post.story, '$.country')) = 2;
INSERT INTO combination (facts, post_id)
SELECT json_extract(story, '$.country') || ' ' || json_extract(story, '$.ageBand') || ' '
  || json_extract(story, '$.gender'), id
FROM post
WHERE length(json_extract(story, '$.country')) = 2 AND json_extract(story, '$.ageBand') IS NOT NULL
  AND json_extract(story, '$.gender') IS NOT NULL;
INSERT INTO combination (facts, post_id)
SELECT json_extract(story, '$.country') || ' ' || json_extract(story, '$.ageBand') || ' *', id
FROM post
WHERE length(json_extract(story, '$.country')) = 2 AND json_extract(story, '$.ageBand') IS NOT NULL;
INSERT INTO combination (facts, post_id)
SELECT json_extract(story, '$.country') || ' * ' || json_extract(story, '$.gender'), id
FROM post
WHERE length(json_extract(story, '$.country')) = 2 AND json_extract(story, '$.gender') IS NOT NULL;
