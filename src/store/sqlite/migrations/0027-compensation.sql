-- Beside refunds of the price, a payment may have compensation that the railway pays beyond it.
ALTER TABLE refunds ADD COLUMN kind TEXT NOT NULL DEFAULT 'REFUND' CHECK (kind IN ('REFUND', 'COMPENSATION'));
ALTER TABLE refunds ADD COLUMN idempotency_key TEXT;
ALTER TABLE refunds ADD COLUMN fingerprint TEXT;
ALTER TABLE refunds ADD COLUMN user_id INTEGER;
