CREATE FUNCTION action_stays() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the log of decisions is only added to'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER action_unchanged BEFORE UPDATE OR DELETE ON action FOR EACH ROW EXECUTE FUNCTION action_stays();
CREATE TRIGGER action_emptied BEFORE TRUNCATE ON action FOR EACH STATEMENT EXECUTE FUNCTION action_stays();
