-- Where a version came from; empty for an upload.
ALTER TABLE pipeline_versions ADD COLUMN package_url TEXT NOT NULL DEFAULT '';
