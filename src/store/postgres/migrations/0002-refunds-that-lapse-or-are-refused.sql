-- A refund lapses when its payment will never be captured; one that the provider refuses stays owed.
ALTER TABLE refunds DROP CONSTRAINT refunds_status_check;
ALTER TABLE refunds ADD CONSTRAINT refunds_status_check CHECK (status IN ('QUEUED', 'DONE', 'LAPSED'));
ALTER TABLE refunds ADD COLUMN refused_at BIGINT;
