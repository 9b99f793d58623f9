-- How far moderators are with a report: who took it up, who closed it and on which day, and what was decided with that.
ALTER TABLE report ADD COLUMN assigned_id BIGINT;
ALTER TABLE report ADD COLUMN closed_id BIGINT;
ALTER TABLE report ADD COLUMN closed_day TEXT;
ALTER TABLE report ADD COLUMN done TEXT;
UPDATE report SET done = 'nothing' WHERE closed = TRUE;

CREATE INDEX report_closed ON report (closed, id);
CREATE INDEX report_target ON report (target_id, id);
CREATE INDEX report_from ON report (from_id, id);
