import { Pool } from 'undici'

/** Pays for a sale; true if the payment succeeds. */
export type Pay = (key: string, amountCents: number, token: string) => Promise<boolean>

/** The founding document's "synchronous mock success". */
export const payInProcess: Pay = async (_key, _amountCents, token) => token === 'tok_ok'

/** Asks the mock payment service: one authorization per sale, over kept connections. */
export function payOverHttp(url: string): Pay {
  const pool = new Pool(url, { connections: 16, pipelining: 1 })
  return async (key, amountCents, token) => {
    const answer = await pool.request({
      method: 'POST',
      path: '/v1/payments',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key, amount_cents: amountCents, currency: 'EUR', token }),
    })
    const { status } = (await answer.body.json()) as { status?: string }
    return status === 'authorized'
  }
}
