/** The operations of the service, with the members as on the wire. */
export type Operation =
  | {
      readonly op: 'authorize'
      readonly key: string
      readonly amount_cents: number
      readonly currency: string
      readonly token: string
    }
  | { readonly op: 'capture'; readonly key: string; readonly amount_cents: number }
  | { readonly op: 'void'; readonly key: string }
  | {
      readonly op: 'refund'
      readonly key: string
      readonly refund_key: string
      readonly amount_cents: number
    }
  | PayOut
  | { readonly op: 'find'; readonly key: string }

export interface PayOut {
  readonly op: 'pay_out'
  readonly key: string
  readonly amount_cents: number
  readonly currency: string
}

export type Authorize = Extract<Operation, { op: 'authorize' }>

/** An answer: the HTTP status that a separate request would get, and its body. */
export interface Answer {
  readonly status: number
  readonly body: object
}

export function failed(status: number, code: string, detail: string): Answer {
  return { status, body: { code, detail } }
}

/** Reads one operation; returns a sentence that says what is wrong if it is invalid. */
export function parseOperation(value: unknown): Operation | string {
  if (typeof value !== 'object' || value === null) return 'an operation must be a JSON object'
  const fields = value as Record<string, unknown>
  const { op, key } = fields
  if (!isText(key)) return 'key must be a string of 1 to 200 characters'
  switch (op) {
    case 'authorize':
      return parseAuthorize(key, fields)
    case 'capture':
      if (!isAmount(fields.amount_cents)) return amountDetail
      return { op, key, amount_cents: fields.amount_cents }
    case 'refund':
      if (!isAmount(fields.amount_cents)) return amountDetail
      if (!isText(fields.refund_key)) return 'refund_key must be a string of 1 to 200 characters'
      return { op, key, refund_key: fields.refund_key, amount_cents: fields.amount_cents }
    case 'pay_out':
      if (!isAmount(fields.amount_cents)) return amountDetail
      if (!isCurrency(fields.currency)) return currencyDetail
      return { op, key, amount_cents: fields.amount_cents, currency: fields.currency }
    case 'void':
    case 'find':
      return { op, key }
    default:
      return 'op must be one of authorize, capture, void, refund, pay_out, find'
  }
}

const amountDetail = 'amount_cents must be a whole number of at least 0'

function parseAuthorize(key: string, fields: Record<string, unknown>): Operation | string {
  const { amount_cents, currency, token } = fields
  if (!isAmount(amount_cents)) return amountDetail
  if (!isCurrency(currency)) return currencyDetail
  if (!isText(token)) return 'token must be a string of 1 to 200 characters'
  return { op: 'authorize', key, amount_cents, currency, token }
}

function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === 'number' && value >= 0
}

const currencyDetail = 'currency must be three capital letters (ISO 4217)'

function isCurrency(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z]{3}$/.test(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 200
}
