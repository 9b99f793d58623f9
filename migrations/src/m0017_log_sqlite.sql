CREATE TRIGGER action_unchanged BEFORE UPDATE ON action BEGIN SELECT RAISE(ABORT, 'the log of decisions is only added to'); END;
CREATE TRIGGER action_undeleted BEFORE DELETE ON action BEGIN SELECT RAISE(ABORT, 'the log of decisions is only added to'); END;
-- Otherwise INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER action_unreplaced BEFORE INSERT ON action WHEN EXISTS (SELECT 1 FROM action WHERE id = NEW.id) BEGIN SELECT RAISE(IGNORE); END;
