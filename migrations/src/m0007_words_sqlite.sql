-- Words of posts, cut by the server; `rowid` is the post. The tokenizer leaves everything beyond ASCII alone.
CREATE VIRTUAL TABLE post_words USING fts5 (words, tokenize = 'ascii', detail = none, columnsize = 0);

-- What is removed must not linger in the index.
INSERT INTO post_words (post_words, rank) VALUES ('secure-delete', 1);

-- A virtual table knows no foreign keys.
CREATE TRIGGER post_words_gone AFTER DELETE ON post BEGIN DELETE FROM post_words WHERE rowid = OLD.id; END;
