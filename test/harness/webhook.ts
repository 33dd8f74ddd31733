import { createHmac } from 'node:crypto'

/** The headers with which a payment provider signs an event, as of now. */
export function signed(body: string, secret: string, id = 'evt_1') {
  const time = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', secret).update(`${id}.${time}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${mac}` }
}
