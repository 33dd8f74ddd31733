import assert from 'node:assert/strict'
import test from 'node:test'
import type { Instant } from '../../domain/instant.ts'
import { base32, codeAt, otpauthUri, stepAt, stepOf } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => (seconds * 1000) as Instant

test('R102: codes are those of RFC 6238, appendix B, and RFC 4226, appendix D', () => {
  const bySecond = {
    59: '287082',
    1111111109: '081804',
    1111111111: '050471',
    1234567890: '005924',
    2000000000: '279037',
    20000000000: '353130',
  }
  for (const [second, code] of Object.entries(bySecond))
    assert.equal(codeAt(secret, stepAt(at(Number(second)))), code, second)
  const byCounter = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
  for (const [step, code] of byCounter.entries()) assert.equal(codeAt(secret, step), code)
})

test('R102: a code is known from the step before its own to the step after, and at no other time', () => {
  const step = 1_000
  const code = codeAt(secret, step)
  for (let second = step * 30 - 65; second < step * 30 + 95; second++) {
    const isAround = Math.abs(stepAt(at(second)) - step) <= 1
    assert.equal(stepOf(secret, code, at(second)), isAround ? step : undefined, String(second))
  }
  for (const text of ['', '28708', '2870820', 'ABCDEF', ' 87082', '０８１８０４'])
    assert.equal(stepOf(secret, text, at(59)), undefined, text)
})

test('R102: a secret is base32 of RFC 4648, section 10, and the address of a QR code names issuer and account', () => {
  const vectors = {
    f: 'MY',
    fo: 'MZXQ',
    foo: 'MZXW6',
    foob: 'MZXW6YQ',
    fooba: 'MZXW6YTB',
    foobar: 'MZXW6YTBOI',
  }
  for (const [plain, text] of Object.entries(vectors)) assert.equal(base32(Buffer.from(plain)), text)
  const uri = new URL(otpauthUri(secret, 'ada+x@example.org'))
  assert.deepEqual([uri.protocol, uri.host], ['otpauth:', 'totp'])
  assert.equal(decodeURIComponent(uri.pathname), '/Holdfast:ada+x@example.org')
  assert.equal(uri.searchParams.get('secret'), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.equal(uri.searchParams.get('issuer'), 'Holdfast')
})
