import { createHmac, timingSafeEqual } from 'node:crypto'

/** How far the time of a webhook may differ from ours, so an old one cannot be replayed. */
export const webhookWindowSeconds = 300

/** The signature of a webhook: HMAC-SHA256 over id, time and raw body, as in Standard Webhooks. */
export function signWebhook(secret: string, id: string, timestampSeconds: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${id}.${timestampSeconds}.${body}`).digest('base64')
  return `v1,${mac}`
}

/** True if the signature is ours and its time is near `nowSeconds`; compares in constant time. */
export function isSignedBy(
  secret: string,
  event: {
    readonly id: string
    readonly timestamp: string
    readonly signature: string
    readonly body: string
  },
  nowSeconds: number,
): boolean {
  if (!/^[0-9]{1,12}$/.test(event.timestamp)) return false
  const timestamp = Number(event.timestamp)
  if (Math.abs(nowSeconds - timestamp) > webhookWindowSeconds) return false
  const wanted = Buffer.from(signWebhook(secret, event.id, timestamp, event.body))
  // A sender that changes its secret signs with both, separated by spaces.
  return event.signature.split(' ').some((text) => {
    const given = Buffer.from(text)
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
}
