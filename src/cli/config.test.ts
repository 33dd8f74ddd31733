import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Layers, resolveConfig } from './config.ts'

const nothing: Layers = { flags: {}, environment: {}, readFile: () => null }
const file = (text: string) => () => ({ path: 'data/holdfast.config.json', text })

function configOf(layers: Partial<Layers>) {
  const reply = resolveConfig({ ...nothing, ...layers })
  assert.ok(reply.ok, reply.ok ? '' : reply.refusal.sentence)
  return reply.value
}

function sentenceOf(layers: Partial<Layers>): string {
  const reply = resolveConfig({ ...nothing, ...layers })
  assert.ok(!reply.ok)
  return reply.refusal.sentence
}

test('O2: a flag wins over the environment, the environment over the file, the file over the default', () => {
  const readFile = file('{"port": 3, "host": "::1", "hold_ttl_seconds": 60}')
  const { config, origins } = configOf({
    flags: { port: '1' },
    environment: { PORT: '2', HOST: '0.0.0.0' },
    readFile,
  })
  assert.deepEqual([config.port, origins.port], [1, 'flag'])
  assert.deepEqual([config.host, origins.host], ['0.0.0.0', 'environment'])
  assert.deepEqual([config.holdTtlSeconds, origins.holdTtlSeconds], [60, 'file'])
  assert.deepEqual([config.paymentTimeoutSeconds, origins.paymentTimeoutSeconds], [30, 'default'])
})

test('O2: an empty variable counts as unset', () => {
  assert.equal(configOf({ environment: { PORT: '' } }).config.port, 8080)
})

test('O2: the file is read from the data folder that the flag or the environment names', () => {
  const asked: string[] = []
  const readFile = (folder: string) => {
    asked.push(folder)
    return null
  }
  configOf({ environment: { HOLDFAST_DATA: '/srv/b' }, readFile })
  configOf({ flags: { data: '/srv/a' }, environment: { HOLDFAST_DATA: '/srv/b' }, readFile })
  configOf({ readFile })
  assert.deepEqual(asked, ['/srv/b', '/srv/a', './data'])
})

const wrongOnes: readonly [string, string, RegExp][] = [
  ['PORT', '65536', /^PORT is "65536"; it must be a whole number from 0 to 65535\.$/],
  ['PORT', '80a', /whole number/],
  ['PORT', '-1', /whole number/],
  ['HOLD_TTL_SECONDS', '0', /^HOLD_TTL_SECONDS is "0"; it must be a whole number from 1 to 86400\.$/],
  ['HOLD_TTL_SECONDS', '1e3', /whole number/],
  ['PAYMENT_TIMEOUT_SECONDS', '1.5', /whole number/],
  ['HOLDFAST_DEMO', 'on', /^HOLDFAST_DEMO is "on"; it must be "auto" or "off"\.$/],
  ['HOLDFAST_LIMITS', 'Off', /"on" or "off"/],
  ['MOCK_FAIL_RATE', '1.1', /a number from 0 to 1/],
  ['MOCK_TIMEOUT_RATE', '-0.1', /a number from 0 to 1/],
  ['MOCK_DELAY_MS', '80-20', /a range such as 20-80/],
  ['PAYMENTS_URL', 'localhost:99', /an http or https address/],
  ['LOG_LEVEL', 'loud', /"debug" or "info"/],
  ['HOST', 'a b', /host name or an IP address/],
]

for (const [variable, value, sentence] of wrongOnes) {
  test(`O3: ${variable}=${value} is refused in one sentence that names setting, value and what is allowed`, () => {
    assert.match(sentenceOf({ environment: { [variable]: value } }), sentence)
  })
}

test('K1, O3: a setting with a control character is refused, whatever it is for', () => {
  for (const name of ['data', 'payments_url', 'database', 'host']) {
    const value = name === 'database' ? 'postgres://a:b\u0001@h/d' : 'http://a\u001b'
    if (name === 'data')
      assert.match(sentenceOf({ flags: { data: './a\n' } }), /must be the path of a folder/)
    else assert.match(sentenceOf({ readFile: file(JSON.stringify({ [name]: value })) }), /it must be /)
  }
})

test('O3: a database server other than PostgreSQL is refused, and its password is not shown', () => {
  const sentence = sentenceOf({ environment: { DATABASE_URL: 'mysql://user:secret@host/db' } })
  assert.match(sentence, /DATABASE_URL .* must be the address of a PostgreSQL database/)
  assert.ok(!sentence.includes('secret'))
})

test('O3: a file that is not a JSON object, or has an unknown setting, is refused', () => {
  assert.match(sentenceOf({ readFile: file('{') }), /must hold one JSON object/)
  assert.match(sentenceOf({ readFile: file('[1]') }), /must hold one JSON object/)
  assert.match(
    sentenceOf({ readFile: file('{"prot": 1}') }),
    /has a member "prot", which is no setting: "holdfast serve --help"/,
  )
  assert.match(sentenceOf({ readFile: file('{"port": [1]}') }), /"port" must be a string or a number/)
  assert.match(sentenceOf({ readFile: file('{"port": "x"}') }), /^"port" in data.* is "x"; it must be/)
})
