-- Closings of days and the lines of the journal, changed by decisions on run 0. The lines of a closed day
-- stay as they are, and no move of an entry of the audit is written twice.
CREATE TABLE closings (
  id INTEGER NOT NULL, train_run_id INTEGER NOT NULL, day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('CLOSING', 'CLOSED')),
  from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
  first_number INTEGER NOT NULL, next_number INTEGER NOT NULL, mark TEXT NOT NULL, totals TEXT NOT NULL,
  digest TEXT NOT NULL, closed_at INTEGER, staff_id INTEGER, key_id INTEGER, commit_seq INTEGER NOT NULL,
  PRIMARY KEY (train_run_id, id)
) STRICT;
CREATE TABLE ledger_lines (
  id INTEGER NOT NULL, train_run_id INTEGER NOT NULL, day TEXT NOT NULL, at INTEGER NOT NULL,
  of_run_id INTEGER NOT NULL, of_seq INTEGER NOT NULL, part INTEGER NOT NULL, event TEXT NOT NULL,
  debit TEXT NOT NULL, credit TEXT NOT NULL, amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  currency TEXT NOT NULL, method TEXT NOT NULL, payment_id INTEGER NOT NULL, booking_id INTEGER,
  commit_seq INTEGER NOT NULL, PRIMARY KEY (train_run_id, id)
) STRICT;
CREATE UNIQUE INDEX ledger_lines_event ON ledger_lines (train_run_id, of_run_id, of_seq, part);
CREATE INDEX ledger_lines_at ON ledger_lines (train_run_id, at);
-- Entries that tell of money are read in order of time. Two of the entries of a sale are in it. Actions are
-- in pairs, since SQLite would build a table for a longer list each time that it writes an entry.
CREATE INDEX audit_entries_money ON audit_entries (at, train_run_id, seq) WHERE
  action IN ('booking_confirmed', 'booking_cancelled') OR action IN ('seats_cancelled', 'payment_captured') OR
  action IN ('payment_voided', 'refund_requested') OR action IN ('refund_done', 'refunded_by_hand') OR
  action IN ('compensation_given', 'compensation_paid');
-- Whether a sale was made by an account.
CREATE INDEX accounts_user ON accounts (train_run_id, user_id);
