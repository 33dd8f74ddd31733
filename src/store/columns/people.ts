import type { TrainRunId } from '../../domain/ids.ts'
import type { Closing, LedgerLine } from '../../domain/records/ledger.ts'
import type {
  Account,
  AccountCode,
  ApiKey,
  PeopleKind,
  PeopleRows,
  Session,
  StaffMember,
} from '../../domain/records/people.ts'
import { integer, json, ofOwner, text } from './column.ts'
import { type RecordTable, table } from './table.ts'

/**
 * The commit of run 0 that writes a row. Each row has its number, so that a node finds what has changed since
 * it last looked.
 */
export interface OfCommit {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
}

const staffTable = table<StaffMember, OfCommit>('staff', {
  key: 'train_run_id id',
  changing:
    'name email email_folded roles password_hash state password_at commit_seq ' +
    'factor_secret factor_at factor_step recovery_hashes',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    user_id: integer('userId'),
    name: text('name'),
    email: text('email'),
    email_folded: text('emailFolded'),
    roles: json('roles'),
    password_hash: text('passwordHash'),
    state: text('state'),
    created_at: integer('createdAt'),
    password_at: integer('passwordAt'),
    commit_seq: ofOwner('commitSeq'),
    factor_secret: text('factorSecret'),
    factor_at: integer('factorAt'),
    factor_step: integer('factorStep'),
    recovery_hashes: json('recoveryHashes'),
  },
})

const sessionTable = table<Session, OfCommit>('sessions', {
  key: 'train_run_id id',
  changing: 'last_used_at ended_at commit_seq',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    token_hash: text('tokenHash'),
    user_id: integer('userId'),
    staff_id: integer('staffId'),
    created_at: integer('createdAt'),
    last_used_at: integer('lastUsedAt'),
    idle_ms: integer('idleMs'),
    expires_at: integer('expiresAt'),
    ended_at: integer('endedAt'),
    commit_seq: ofOwner('commitSeq'),
    account_id: integer('accountId'),
  },
})

const keyTable = table<ApiKey, OfCommit>('api_keys', {
  key: 'train_run_id id',
  changing: 'last_used_at revoked_at commit_seq',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    user_id: integer('userId'),
    name: text('name'),
    token_hash: text('tokenHash'),
    rights: json('rights'),
    networks: json('networks'),
    requests_per_second: integer('requestsPerSecond'),
    created_at: integer('createdAt'),
    expires_at: integer('expiresAt'),
    last_used_at: integer('lastUsedAt'),
    revoked_at: integer('revokedAt'),
    commit_seq: ofOwner('commitSeq'),
  },
})

const accountTable = table<Account, OfCommit>('accounts', {
  key: 'train_run_id id',
  changing:
    'guest_ids email email_folded password_hash language passengers password_at deleted_at commit_seq ' +
    'key_id passkeys used_challenges',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    user_id: integer('userId'),
    guest_ids: json('guestIds'),
    email: text('email'),
    email_folded: text('emailFolded'),
    password_hash: text('passwordHash'),
    language: text('language'),
    passengers: text('passengers'),
    created_at: integer('createdAt'),
    password_at: integer('passwordAt'),
    deleted_at: integer('deletedAt'),
    commit_seq: ofOwner('commitSeq'),
    key_id: integer('keyId'),
    passkeys: json('passkeys'),
    used_challenges: json('usedChallenges'),
  },
})

const accountCodeTable = table<AccountCode, OfCommit>('account_codes', {
  key: 'train_run_id id',
  changing: 'password_hash try_count used_at commit_seq',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    user_id: integer('userId'),
    account_id: integer('accountId'),
    purpose: text('purpose'),
    email: text('email'),
    email_folded: text('emailFolded'),
    password_hash: text('passwordHash'),
    language: text('language'),
    code_hash: text('codeHash'),
    created_at: integer('createdAt'),
    expires_at: integer('expiresAt'),
    try_count: integer('tryCount'),
    used_at: integer('usedAt'),
    commit_seq: ofOwner('commitSeq'),
  },
})

export const closingTable = table<Closing, OfCommit>('closings', {
  key: 'train_run_id id',
  changing: 'state next_number mark totals digest closed_at commit_seq',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    day: text('day'),
    state: text('state'),
    from_at: integer('fromAt'),
    to_at: integer('toAt'),
    first_number: integer('firstNumber'),
    next_number: integer('nextNumber'),
    mark: json('mark'),
    totals: json('totals'),
    digest: text('digest'),
    closed_at: integer('closedAt'),
    staff_id: integer('staffId'),
    key_id: integer('keyId'),
    commit_seq: ofOwner('commitSeq'),
  },
})

export const ledgerLineTable = table<LedgerLine, OfCommit>('ledger_lines', {
  key: 'train_run_id id',
  changing: 'commit_seq',
  columns: {
    id: integer('id'),
    train_run_id: ofOwner('trainRunId'),
    day: text('day'),
    at: integer('at'),
    of_run_id: integer('ofRunId'),
    of_seq: integer('ofSeq'),
    part: integer('part'),
    event: text('event'),
    debit: text('debit'),
    credit: text('credit'),
    amount_cents: integer('amountCents'),
    currency: text('currency'),
    method: text('method'),
    payment_id: integer('paymentId'),
    booking_id: integer('bookingId'),
    commit_seq: ofOwner('commitSeq'),
  },
})

/** The table of each kind of row of run 0. */
export const peopleTables: { readonly [K in PeopleKind]: RecordTable<PeopleRows[K], OfCommit> } = {
  staff: staffTable,
  session: sessionTable,
  key: keyTable,
  account: accountTable,
  accountCode: accountCodeTable,
  closing: closingTable,
  ledgerLine: ledgerLineTable,
}
export const peopleKinds = Object.keys(peopleTables) as readonly PeopleKind[]
