import type { SalesReport } from '../../shared/api-types.ts'
import type { ConsoleTexts } from '../i18n/en.ts'

/** What a report is grouped by, in the order in which it is offered. */
export const dimensions = ['day', 'train', 'class', 'fare', 'channel', 'method'] as const
export type Dimension = (typeof dimensions)[number]

export function isDimension(text: string | null): text is Dimension {
  return dimensions.some((one) => one === text)
}

type Member = Exclude<keyof SalesReport['totals'][number], 'currency'>

/** The columns of a report: name, member of its lines, and whether it is an amount. */
export function figureNames({ reports: t }: ConsoleTexts): readonly (readonly [string, Member, boolean])[] {
  return [
    [t.bookings, 'bookings', false],
    [t.seats, 'seats', false],
    [t.sales, 'sales_cents', true],
    [t.refunds, 'refunds_cents', true],
    [t.fees, 'fees_cents', true],
    [t.compensation, 'compensation_cents', true],
    [t.received, 'received_cents', true],
    [t.paidOut, 'paid_out_cents', true],
  ]
}
