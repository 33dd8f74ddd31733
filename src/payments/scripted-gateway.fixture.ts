import {
  type AuthorizeAnswer,
  GatewayRefused,
  GatewayUnanswered,
  type PaymentGateway,
  type ProviderEvent,
  type ProviderPayment,
} from './gateway.ts'

type Authorization = Parameters<PaymentGateway['authorize']>[0]
type Step = 'authorize' | 'capture' | 'void' | 'refund' | 'payOut' | 'find' | 'list'

/** A provider in memory that does what a test says, and keeps a ledger as a real one would. */
export class ScriptedGateway implements PaymentGateway {
  readonly name = 'mock'
  /** In order of last change, each with the number of that change. */
  #ledger: { readonly change: number; readonly payment: ProviderPayment }[] = []
  #changes = 0
  isUp = true
  /** Does one authorization; a test can replace it. */
  onAuthorize: (request: Authorization) => Promise<AuthorizeAnswer> = async (request) => this.grant(request)
  /** Called before each step; an exception from it is the answer. */
  onStep: (step: Step, key: string) => void = () => undefined
  readonly calls: string[] = []

  isAvailable(): boolean {
    return this.isUp
  }

  async authorize(request: Authorization): Promise<AuthorizeAnswer> {
    this.#enter('authorize', request.key)
    const known = this.get(request.key)
    return known ? answerOf(known) : this.onAuthorize(request)
  }

  /** Authorizes, in the ledger too. */
  grant({ key, amountCents, currency }: Omit<Authorization, 'token'>): AuthorizeAnswer {
    const sums = { capturedCents: 0, refundedCents: 0, refundKeys: [], declineCode: null }
    this.put({ key, status: 'authorized', amountCents, currency, ...sums })
    return { status: 'authorized', amountCents, currency }
  }

  decline({ key, amountCents, currency }: Omit<Authorization, 'token'>): AuthorizeAnswer {
    const sums = { capturedCents: 0, refundedCents: 0, refundKeys: [], declineCode: 'card_declined' }
    this.put({ key, status: 'declined', amountCents, currency, ...sums })
    return { status: 'declined', code: 'card_declined' }
  }

  async capture(key: string, amountCents: number): Promise<void> {
    this.#enter('capture', key)
    const payment = this.get(key)
    if (payment?.status === 'captured' && payment.capturedCents === amountCents) return
    if (payment?.status !== 'authorized') throw new GatewayRefused(`${key} is ${payment?.status ?? 'absent'}`)
    if (amountCents > payment.amountCents) throw new GatewayRefused(`${key} has less than that`)
    this.put({ ...payment, status: 'captured', capturedCents: amountCents })
  }

  async void(key: string): Promise<'voided' | 'absent'> {
    this.#enter('void', key)
    const payment = this.get(key)
    if (!payment) return 'absent'
    if (payment.status === 'captured' || payment.status === 'declined')
      throw new GatewayRefused(`${key} is ${payment.status}`)
    this.put({ ...payment, status: 'voided' })
    return 'voided'
  }

  async refund(key: string, refundKey: string, amountCents: number): Promise<void> {
    this.#enter('refund', key)
    const payment = this.get(key)
    if (payment?.refundKeys.includes(refundKey)) return
    const refundedCents = (payment?.refundedCents ?? 0) + amountCents
    if (!payment || refundedCents > payment.capturedCents)
      throw new GatewayRefused(`${key} has less than that`)
    this.put({ ...payment, refundedCents, refundKeys: [...payment.refundKeys, refundKey] })
  }

  async payOut(key: string, amountCents: number, currency: string): Promise<void> {
    this.#enter('payOut', key)
    if (this.get(key)) return
    const sums = { capturedCents: 0, refundedCents: amountCents, refundKeys: [], declineCode: null }
    this.put({ key, status: 'paid_out', amountCents, currency, ...sums })
  }

  async find(key: string): Promise<ProviderPayment | null> {
    this.#enter('find', key)
    return this.get(key) ?? null
  }

  async list(after: string | null, limit: number) {
    this.#enter('list', '')
    const changed = this.#ledger.filter(({ change }) => change > Number(after ?? 0)).slice(0, limit)
    const last = changed.at(-1)
    return { payments: changed.map(({ payment }) => payment), next: last ? String(last.change) : null }
  }

  /** The signature of a test's event is the word `genuine`; its body is the key. */
  readEvent({ signature, body }: ProviderEvent): { key: string } | undefined {
    return signature === 'genuine' ? { key: body } : undefined
  }

  get(key: string): ProviderPayment | undefined {
    return this.ledger.find((payment) => payment.key === key)
  }

  put(payment: ProviderPayment): void {
    const others = this.#ledger.filter((known) => known.payment.key !== payment.key)
    this.#ledger = [...others, { change: ++this.#changes, payment }]
  }

  get ledger(): readonly ProviderPayment[] {
    return this.#ledger.map(({ payment }) => payment)
  }

  /** The money that the provider has kept: captured and not refunded. */
  get keptCents(): number {
    return this.ledger.reduce((sum, payment) => sum + payment.capturedCents - payment.refundedCents, 0)
  }

  #enter(step: Step, key: string): void {
    this.calls.push(`${step} ${key}`)
    if (!this.isUp) throw new GatewayUnanswered('down')
    this.onStep(step, key)
  }
}

function answerOf(payment: ProviderPayment): AuthorizeAnswer {
  const { amountCents, currency } = payment
  if (payment.status === 'declined') return { status: 'declined', code: payment.declineCode ?? 'declined' }
  return { status: 'authorized', amountCents, currency }
}
