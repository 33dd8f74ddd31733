import { storedNames } from '../domain/people/secrets.ts'
import { accessCodeTable, grantTable } from './columns/access.ts'
import { cancellationTable, quoteTable } from './columns/after-sale.ts'
import { auditTable, claimTable, headTable } from './columns/inventory.ts'
import { messageTable } from './columns/messages.ts'
import { deskEntryTable, eventTable, paymentTable, refundTable } from './columns/money.ts'
import { peopleKinds, peopleTables } from './columns/people.ts'
import {
  coachTable,
  consistTable,
  fareTable,
  formerRunTable,
  formerStationTable,
  importTable,
  pastImportTable,
  runTable,
  seatTable,
  sourceTable,
  stagedRunTable,
  stagedTrainTable,
  stationTable,
  stopTable,
  trainTable,
} from './columns/railway.ts'
import { bookingSeatTable, bookingTable, holdTable, personalKeyTable } from './columns/sale.ts'
import type { Table } from './columns/table.ts'
import { idBlockTable, settingTable } from './columns/upkeep.ts'

/**
 * Every table that a backup, a restore, and a copy carry, with the columns that both databases have, parents
 * before children. What only one database has is of no use in the other: leases end with the nodes that hold
 * them, and row numbers and clocks are each file's own.
 */
export const tables: readonly Table[] = [
  ...[settingTable, idBlockTable],
  ...[stationTable, fareTable, consistTable, coachTable, seatTable, trainTable, stopTable, runTable],
  ...[formerRunTable, formerStationTable, sourceTable],
  ...[importTable, stagedRunTable, stagedTrainTable, pastImportTable],
  ...[headTable, claimTable, holdTable, paymentTable, bookingTable, bookingSeatTable],
  ...[quoteTable, cancellationTable, refundTable, deskEntryTable, auditTable, eventTable],
  ...[accessCodeTable, grantTable, messageTable],
  ...peopleKinds.map((of) => peopleTables[of] as Table),
  personalKeyTable,
]

/** Both databases have these, and no other database has any use for their values. */
const leasesOfMessages = ['messages.lease_until', 'messages.fence'] as const

export const onlyInSqlite = {
  tables: ['clock', 'personal_search'],
  columns: ['audit_entries.id', ...leasesOfMessages],
} as const
export const onlyInPostgres = {
  tables: ['schema_migrations'],
  columns: [
    ...['payments.lease_until', 'payments.fence', 'refunds.lease_until', 'refunds.fence'],
    ...leasesOfMessages,
  ],
} as const

/** The settings that go with the rows. All other settings describe the database itself. */
export const carriedSettings: readonly string[] = ['locator_key', 'network_version', ...storedNames]
