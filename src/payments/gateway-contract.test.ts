import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { GatewayUnanswered } from './gateway.ts'
import { gatewayContract, type ProviderWorld } from './gateway-contract.fixture.ts'
import { MockGateway } from './mock/client/gateway.ts'
import { defaultMockSettings } from './mock/service/outcome.ts'
import { startMockPayments } from './mock/service/start.ts'
import { ScriptedGateway } from './scripted-gateway.fixture.ts'
import { signWebhook } from './webhook-signature.ts'

const folder = mkdtempSync(join(tmpdir(), 'gateway-contract-'))
const closers: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closers.reverse()) await close()
  rmSync(folder, { recursive: true })
})

let files = 0

/** The mock service behind HTTP, as a server has it. */
async function openMock(): Promise<ProviderWorld> {
  const file = join(folder, `${++files}.db`)
  const service = await startMockPayments({ host: '127.0.0.1', port: 0, file, settings: defaultMockSettings })
  closers.push(service.close)
  const gateway = new MockGateway({ url: service.url, account: 'a1', webhookSecrets: () => ['secret'] })
  closers.push(() => gateway.close())
  return {
    gateway,
    tokens: { granted: 'tok_ok', declined: 'tok_declined', silent: 'tok_timeout' },
    eventAbout(key, nowSeconds) {
      const body = JSON.stringify({ type: 'payment.authorized', data: { key: `a1.${key}` } })
      const signature = signWebhook('secret', 'e1', nowSeconds, body)
      return { id: 'e1', timestamp: String(nowSeconds), body, signature }
    },
    forge: (event) => ({
      ...event,
      signature: signWebhook('another', event.id, Number(event.timestamp), event.body),
    }),
  }
}

/** The provider that other tests script: it has to keep the same promises, or they prove nothing. */
async function openScripted(): Promise<ProviderWorld> {
  const gateway = new ScriptedGateway()
  gateway.onAuthorize = async (request) => {
    if (request.token === 'silent') throw new GatewayUnanswered('silence')
    return request.token === 'declined' ? gateway.decline(request) : gateway.grant(request)
  }
  return {
    gateway,
    tokens: { granted: 'granted', declined: 'declined', silent: 'silent' },
    eventAbout: (key) => ({ id: 'e1', timestamp: '0', body: key, signature: 'genuine' }),
    forge: (event) => ({ ...event, signature: 'forged' }),
  }
}

gatewayContract('the mock service', openMock)
gatewayContract('the scripted provider', openScripted)
