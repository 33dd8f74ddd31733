/** What a payment provider says of one authorization. `declined` carries the provider's stable code. */
export type AuthorizeAnswer =
  | { readonly status: 'authorized'; readonly amountCents: number; readonly currency: string }
  | { readonly status: 'declined'; readonly code: string }

/** A payment as the provider's own ledger has it. */
export interface ProviderPayment {
  readonly key: string
  readonly status: 'authorized' | 'captured' | 'voided' | 'declined'
  readonly amountCents: number
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
  /** Ids of the refunds made, each the key that asked for it. */
  readonly refundKeys: readonly string[]
  readonly declineCode: string | null
}

/** The provider gave no answer, or none that decides: the outcome is unknown until it is asked by key. */
export class GatewayUnanswered extends Error {
  override readonly name = 'GatewayUnanswered'
}

/** The provider answered that the step cannot be done, and never will be. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused'
}

/**
 * The port to a payment provider. Every call is idempotent by its key: the same key again is the same effect and answer. Each
 * throws `GatewayUnanswered` where the outcome is unknown and `GatewayRefused` where the step is impossible.
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
  /** Gives an authorization up. `absent`: the provider has never heard of the key. */
  void(key: string): Promise<'voided' | 'absent'>
  refund(key: string, refundKey: string, amountCents: number): Promise<void>
  /** What the provider has under this key; null where it has nothing. */
  find(key: string): Promise<ProviderPayment | null>
  /** The provider's ledger in order of last change, a page at a time, after a cursor of an earlier page. */
  list(
    after: string | null,
    limit: number,
  ): Promise<{ readonly payments: readonly ProviderPayment[]; readonly next: string | null }>
  /** Reads a webhook: the key of the payment that it tells of, or undefined where its signature is not the provider's. */
  readEvent(event: ProviderEvent, nowSeconds: number): { readonly key: string | null } | undefined
}

/** A webhook as it came in. */
export interface ProviderEvent {
  readonly id: string
  /** Seconds since 1970, as the header has it. */
  readonly timestamp: string
  readonly signature: string
  /** The raw body, byte for byte. */
  readonly body: string
}
