import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { plainBrand } from '../domain/railway/brand.ts'
import { addressOf } from './address.fixture.ts'
import { operations } from './operations.ts'
import { sendRaw } from './raw.fixture.ts'
import { openWorld } from './world.fixture.ts'

function assertHeaders(headers: Readonly<Record<string, unknown>>, what: string): void {
  assert.equal(headers['x-content-type-options'], 'nosniff', what)
  assert.equal(headers['referrer-policy'], 'no-referrer', what)
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', what)
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /^default-src 'none'; (?:.*; )?frame-ancestors 'none'$/, what)
  assert.doesNotMatch(policy, /unsafe|\*/, what)
}

test('W30: every answer forbids type sniffing, framing, and a Referer to other sites', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-headers-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  const world = await openWorld({
    pages: { folder, isDemo: false, showsOutbox: false, holdMs: 120_000, brand: plainBrand, siteUrl: null },
  })
  const pages = ['/', '/trains', '/docs', '/docs/', '/docs/js/scalar.js', '/nowhere', '/%', '/api/nowhere']
  for (const path of pages) assertHeaders((await world.call('GET', path)).headers, path)
  for (const { method, path, name } of operations.filter(({ name }) => name !== 'watchSeats')) {
    const answer = await world.call(method, path.replaceAll(/\{\w+\}/g, 'x'))
    assertHeaders(answer.headers, name)
  }
  assertHeaders((await world.call('DELETE', '/api/stations')).headers, 'a wrong method')
  await world.app.close()
})

test('W30: so do streams, and answers to input that is not HTTP', async () => {
  const world = await openWorld()
  const { port } = await addressOf(world.app)
  const stream = `/api/train_runs/${world.runId('DAY 2')}/seats/events?from_station_code=A&to_station_code=B`
  for (const text of [`GET ${stream} HTTP/1.1\r\nHost: x\r\n\r\n`, 'nonsense\r\n\r\n'])
    assertHeaders((await sendRaw(port, text)).headers, text)
  await world.app.close()
})

test('W31: the reference runs only the scripts and styles that its answer names, with a new nonce each time', async () => {
  const world = await openWorld()
  const nonces = new Set<string>()
  for (const _ of [1, 2]) {
    const page = await world.call('GET', '/docs/')
    const policy = String(page.headers['content-security-policy'])
    const nonce = /script-src 'nonce-([\w-]{22})'; style-src 'nonce-\1'/.exec(policy)?.[1] ?? ''
    const scripts = page.text.match(/<script[^>]*>/g) ?? []
    assert.equal(scripts.length, 2)
    for (const script of scripts) assert.ok(script.includes(`nonce="${nonce}"`), script)
    assert.equal(page.headers['cache-control'], 'no-store')
    nonces.add(nonce)
  }
  assert.equal(nonces.size, 2)
  await world.app.close()
})
