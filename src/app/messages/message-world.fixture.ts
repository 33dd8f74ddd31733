import type { Booking } from '../../domain/records/booking.ts'
import { type Mail, type Mailer, MailFailed } from '../../mail/mailer.ts'
import { type OpenTimedStore, openPaymentWorld, type PaymentWorld } from '../money/payment-world.fixture.ts'
import { drawSymbol } from '../tickets/draw-symbol.ts'
import { drawSheet } from '../tickets/pdf/draw-sheet.ts'
import { type SendMessageDeps, sendMessage } from './send-message.ts'

/** A mailer that a test scripts, over the world of a sale. */
interface MessageWorld extends PaymentWorld {
  readonly sent: Mail[]
  /** What the mail server does next; by default it takes everything. */
  onSend: (mail: Mail) => Promise<void>
  readonly sending: SendMessageDeps
  readonly counted: string[]
  /** Sends what is due now; returns how many were leased. */
  sendDue(): Promise<number>
  /** Books a seat for Alice with this address; what she is told of it is still to be sent. */
  buy(seatNumber: string, email: string | null): Promise<Booking>
  /** The same, and what she is told of it has been sent before the test begins. */
  sell(seatNumber: string, email: string | null): Promise<Booking>
}

export async function openMessageWorld(open?: OpenTimedStore): Promise<MessageWorld> {
  const world = await openPaymentWorld(open)
  const sent: Mail[] = []
  const counted: string[] = []
  const mailer: Mailer = {
    async send(mail) {
      await made.onSend(mail)
      sent.push(mail)
    },
    close: async () => {},
  }
  const sending: SendMessageDeps = {
    ...world.deps,
    counters: { count: (...[name]) => void counted.push(name) },
    mailer,
    drawings: { symbol: async (code) => drawSymbol(code), sheet: drawSheet },
    siteUrl: () => 'https://rail.example.org',
    messageIdDomain: '.acc@example.org',
  }
  const made: MessageWorld = {
    ...world,
    sent,
    onSend: async () => {},
    sending,
    counted,
    async sendDue() {
      const due = await world.store.outbox.lease(100)
      for (const one of due) await sendMessage(sending, one)
      return due.length
    },
    async sell(seatNumber, email) {
      const booking = await made.buy(seatNumber, email)
      await made.sendDue()
      sent.length = 0
      counted.length = 0
      return booking
    },
    async buy(seatNumber, email) {
      const request = await world.hold(seatNumber)
      const sold = await world.book({ ...request, contact: { email, phone: null } }, `sale of ${seatNumber}`)
      if (!sold.ok) throw new Error(sold.refusal.code)
      return sold.value.record.booking
    },
  }
  return made
}

export const mailServerIsAway = async () => {
  throw new MailFailed('away')
}
