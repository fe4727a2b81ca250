-- Tags the platform derives from replies: the AI category of a conversation tags it and its person [client]. No call of the
-- API makes or lists tags (behaviour.md §15), so these are the ones a caller can find and use.
CREATE TRIGGER intent_of_new_thread AFTER INSERT ON thread WHEN NEW.ai_category IS NOT NULL BEGIN
  INSERT OR IGNORE INTO tag (name, tag_group) VALUES (NEW.ai_category, 'intent');
  INSERT OR IGNORE INTO thread_tag (thread_id, tag_id) SELECT NEW.id, id FROM tag WHERE name = NEW.ai_category;
  INSERT OR IGNORE INTO contact_tag (contact_id, tag_id) SELECT NEW.contact_id, id FROM tag WHERE name = NEW.ai_category;
END;

CREATE TRIGGER intent_of_changed_thread AFTER UPDATE OF ai_category ON thread WHEN NEW.ai_category IS NOT OLD.ai_category BEGIN
  DELETE FROM thread_tag WHERE thread_id = NEW.id AND tag_id = (SELECT id FROM tag WHERE name = OLD.ai_category);
  INSERT OR IGNORE INTO tag (name, tag_group) SELECT NEW.ai_category, 'intent' WHERE NEW.ai_category IS NOT NULL;
  INSERT OR IGNORE INTO thread_tag (thread_id, tag_id) SELECT NEW.id, id FROM tag WHERE name = NEW.ai_category;
  INSERT OR IGNORE INTO contact_tag (contact_id, tag_id) SELECT NEW.contact_id, id FROM tag WHERE name = NEW.ai_category;
END;
