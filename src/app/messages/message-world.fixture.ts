import type { Booking } from '../../domain/records/booking.ts'
import { type Mail, type Mailer, MailFailed } from '../../mail/mailer.ts'
import { type OpenTimedStore, openPaymentWorld, type PaymentWorld } from '../money/payment-world.fixture.ts'
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
  /** Books a seat for Alice with this address. */
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
