import { ledgerLines } from '../../../app/money/close-day.ts'
import { keepNowhere } from '../../conditional.ts'
import { csvType, wantsCsv } from '../../csv.ts'
import { defineOperation } from '../../operation.ts'
import { RefTo } from '../../schemas/common.ts'
import { DayParams, LedgerLines, LinesQuery, mostLines } from '../../schemas/reports.ts'
import { ledgerCsv, ledgerLinesView } from '../../views/reports.ts'

export const listLedgerLines = defineOperation({
  name: 'listLedgerLines',
  method: 'GET',
  path: '/api/operator/closings/{day}/lines',
  access: 'staff',
  right: 'money.reports',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'List the lines of a closed day',
  description:
    'Double-entry lines for the bookkeeping, in pages: each moves an amount from the account on its credit ' +
    'side to the one on its debit side. `Accept: text/csv` gives a page as CSV; `Next-Line` is then what ' +
    '`next` is otherwise, left out at the end.',
  params: DayParams,
  query: LinesQuery,
  answers: {
    200: {
      description: 'Lines.',
      schema: RefTo(LedgerLines),
      alsoAs: csvType,
      headers: [{ name: 'Next-Line', description: 'Of CSV: send it as `after` to get the next page.' }],
    },
  },
  refusals: ['day_not_closed'],
  async handle({ deps }, { params: { day }, query: { after = 0, limit = mostLines }, request }) {
    const found = await ledgerLines(deps, { day, after, limit })
    if (!found.ok) return found
    const view = ledgerLinesView({ day, ...found.value }, deps.store.locatorKey)
    const headers = { 'cache-control': keepNowhere, vary: 'accept' }
    if (!wantsCsv(request.headers.accept)) return { status: 200, body: view, headers }
    const next = view.next === null ? {} : { 'next-line': String(view.next) }
    return {
      status: 200,
      body: ledgerCsv(view),
      headers: { ...headers, ...next, 'content-type': csvType },
    }
  },
})
