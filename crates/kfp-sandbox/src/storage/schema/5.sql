-- How a sample run went, from which its workflow is made when somebody asks for it; NULL once the document holds it.
ALTER TABLE workflows ADD COLUMN recipe TEXT;
