import { mostReportDays, salesReport } from '../../../app/money/sales-report.ts'
import { type Dimension, dimensions } from '../../../domain/money/sales-report.ts'
import { keepNowhere } from '../../conditional.ts'
import { csvType, wantsCsv } from '../../csv.ts'
import { defineOperation } from '../../operation.ts'
import { checkPeriod } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { SalesReport, SalesReportQuery } from '../../schemas/reports.ts'
import { RequestMalformed } from '../../validation.ts'
import { salesCsv, salesView } from '../../views/reports.ts'

export const reportSales = defineOperation({
  name: 'reportSales',
  method: 'GET',
  path: '/api/operator/reports/sales',
  access: 'staff',
  right: 'money.reports',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'What was sold and given back',
  description:
    'Sales, refunds, fees and compensation, and what came in and went out, by day, train, class, fare, ' +
    'channel and method. Each event counts on the day of the railway on which it happened. ' +
    '`Accept: text/csv` gives the lines as CSV.',
  query: SalesReportQuery,
  answers: { 200: { description: 'The report.', schema: RefTo(SalesReport), alsoAs: csvType } },
  refusals: [],
  async handle({ deps }, { query, request }) {
    const asked = { ...checkPeriod(query, mostReportDays), by: dimensionsOf(query.by ?? 'day') }
    const view = salesView(await salesReport(deps, asked), asked, deps.store.now())
    const headers = { 'cache-control': keepNowhere, vary: 'accept' }
    return wantsCsv(request.headers.accept)
      ? { status: 200, body: salesCsv(view, asked.by), headers: { ...headers, 'content-type': csvType } }
      : { status: 200, body: view, headers }
  },
})

function dimensionsOf(text: string): readonly Dimension[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))]
  if (names.every(isDimension)) return names
  const detail = `must be names out of ${dimensions.join(', ')}, separated by commas`
  throw new RequestMalformed([{ pointer: '/by', detail }])
}

function isDimension(name: string): name is Dimension {
  return (dimensions as readonly string[]).includes(name)
}
