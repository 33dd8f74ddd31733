import type { ClockState } from '../clock.ts'
import { misdatedCounts, misdatedHolds, putRight } from '../misdated.ts'
import type { Row } from '../rows.ts'
import { databaseNow } from './leases.ts'
import { LongTransaction } from './long-transaction.ts'

/**
 * The database's own clock decides, so there is no mark and no start is refused. What it has dated ahead can
 * still be reported.
 */
export async function clockStateOf(url: string): Promise<ClockState> {
  const transaction = await LongTransaction.open(url, 'snapshot')
  try {
    const now = await nowOf(transaction)
    const [counts] = await transaction.query(misdatedCounts(now, 'columns'))
    return {
      now,
      markAt: null,
      trainsLeft: { count: 0, first: null },
      misdated: {
        holds: (await transaction.query(misdatedHolds(now))).length,
        payments: Number(counts?.payments),
        quotes: Number(counts?.quotes),
      },
    }
  } finally {
    await transaction.close()
  }
}

/**
 * Makes steps due that a wrong clock has postponed, and frees what nodes had leased by it; returns the holds
 * that are left to end. No node may be at work.
 */
export async function putClockRight(url: string): Promise<readonly Row[]> {
  const transaction = await LongTransaction.open(url, 'load')
  try {
    const now = await nowOf(transaction)
    for (const statement of putRight(now, 'columns')) await transaction.query(statement)
    const holds = await transaction.query(misdatedHolds(now))
    await transaction.commit()
    return holds
  } finally {
    await transaction.close()
  }
}

async function nowOf(transaction: LongTransaction): Promise<number> {
  return Number((await transaction.query(`SELECT ${databaseNow} AS now`))[0]?.now)
}
