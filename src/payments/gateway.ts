/** What a payment provider says about one authorization. `declined` has the provider's stable code. */
export type AuthorizeAnswer =
  | { readonly status: 'authorized'; readonly amountCents: number; readonly currency: string }
  | { readonly status: 'declined'; readonly code: string }

/** A payment in the provider's ledger; `paid_out` if it went the other way, as `refundedCents`. */
export interface ProviderPayment {
  readonly key: string
  readonly status: 'authorized' | 'captured' | 'voided' | 'declined' | 'paid_out'
  readonly amountCents: number
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
  /** The keys of the refunds that were made. */
  readonly refundKeys: readonly string[]
  readonly declineCode: string | null
}

/** The provider gave no answer, or no decisive one: the outcome is unknown until we ask by key. */
export class GatewayUnanswered extends Error {
  override readonly name: string = 'GatewayUnanswered'
}

/**
 * There was no connection, so nothing was sent and the provider did nothing. Thrown only if that is certain.
 */
export class GatewayUnreached extends GatewayUnanswered {
  override readonly name = 'GatewayUnreached'
}

/** The provider answered that the step cannot be done, and never will be. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused'
}

/**
 * The port to a payment provider. Every call is idempotent by its key: the same key has the same effect and
 * answer. Each call throws `GatewayUnanswered` if the outcome is unknown, `GatewayUnreached` if the request
 * certainly was not sent, and `GatewayRefused` if the step is impossible.
 */
export interface PaymentGateway {
  /** Name of the provider, as in `payment.method`. */
  readonly name: string
  /** False while the provider is known to be down: no new attempt should start. */
  isAvailable(): boolean
  authorize(
    request: {
      readonly key: string
      readonly amountCents: number
      readonly currency: string
      readonly token: string
    },
    deadline: AbortSignal,
  ): Promise<AuthorizeAnswer>
  capture(key: string, amountCents: number): Promise<void>
  /** Gives up an authorization. `absent`: the provider does not know the key. */
  void(key: string): Promise<'voided' | 'absent'>
  refund(key: string, refundKey: string, amountCents: number): Promise<void>
  /** Pays the customer of an earlier payment something beyond it; a payment of its own in the ledger. */
  payOut(key: string, amountCents: number, currency: string): Promise<void>
  /** The provider's payment under this key; null if there is none. */
  find(key: string): Promise<ProviderPayment | null>
  /**
   * The provider's ledger in order of last change, one page at a time, after the cursor of an earlier page.
   */
  list(
    after: string | null,
    limit: number,
  ): Promise<{ readonly payments: readonly ProviderPayment[]; readonly next: string | null }>
  /** Reads a webhook: the key of its payment, or undefined if the signature is not the provider's. */
  readEvent(event: ProviderEvent, nowSeconds: number): { readonly key: string | null } | undefined
}

/** A webhook as received. */
export interface ProviderEvent {
  readonly id: string
  /** Seconds since 1970, as in the header. */
  readonly timestamp: string
  readonly signature: string
  /** The raw body, byte for byte. */
  readonly body: string
}
