import assert from 'node:assert/strict'
import { good } from './client.ts'
import type { EachNode } from './each-node.ts'

interface Of {
  readonly token: string
  readonly bookingId: string
  readonly linkToken: string
}

/** Every node has the same journey for a calendar; the moments at which two files were made differ. */
export async function sameCalendars({ askAll }: Pick<EachNode, 'askAll'>, of: Of): Promise<void> {
  const own = await askAll('showCalendar', { token: of.token, path: { booking_id: of.bookingId } })
  const linked = await askAll('showCalendarByLink', { path: { link_token: of.linkToken } })
  const events = [...own, ...linked].map(({ status, text }) => {
    assert.equal(status, 200)
    return text.split('\r\n').filter((line) => !/^(?:DTSTAMP|SEQUENCE)/.test(line))
  })
  for (const event of events) assert.deepEqual(event, events[0])
}

interface Ticket {
  readonly code: string
  readonly key_id: number
}

/** Every node makes the same ticket of a booking, with a key that every node lists. */
export async function sameTickets({ askAll }: Pick<EachNode, 'askAll'>, of: Of): Promise<void> {
  const own = await askAll<Ticket>('showTicket', { token: of.token, path: { booking_id: of.bookingId } })
  const linked = await askAll<Ticket>('showTicketByLink', { path: { link_token: of.linkToken } })
  const tickets = [...own, ...linked].map((answer) => good(answer, 200))
  for (const ticket of tickets) assert.deepEqual(ticket, tickets[0])
  for (const listed of await askAll<{ ticket_keys: readonly Ticket[] }>('listTicketKeys'))
    assert.ok(good(listed, 200).ticket_keys.some(({ key_id: id }) => id === tickets[0]?.key_id))
}

/** Every node draws the same ticket of a booking as the same file, for its passenger and for the railway. */
export async function samePdfs({ askAll }: Pick<EachNode, 'askAll'>, of: Of): Promise<void> {
  const own = await askAll('showTicketPdf', { token: of.token, path: { booking_id: of.bookingId } })
  const linked = await askAll('showTicketPdfByLink', { path: { link_token: of.linkToken } })
  for (const { status, text } of [...own, ...linked]) {
    assert.equal(status, 200)
    assert.match(text, /^%PDF-/)
    assert.equal(text, own[0]?.text)
  }
}
