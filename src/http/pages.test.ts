import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import fastify from 'fastify'
import { type Brand, plainBrand } from '../domain/railway/brand.ts'
import { brandColors } from '../domain/railway/brand-colors.ts'
import { showPages } from './pages.ts'

const siteUrl = 'https://rail.example.org'
const consoleIndex = '<!doctype html><title>Console</title>'
const index = '<!doctype html><meta name="holdfast-demo" content="off"><div id="app"></div>'

/** A server with or without built pages. */
function serve(t: TestContext, { isBuilt = true, isDemo = false, brand = plainBrand, pages = index } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-pages-'))
  if (isBuilt) {
    mkdirSync(join(folder, 'assets'))
    mkdirSync(join(folder, 'operator'))
    writeFileSync(join(folder, 'operator', 'index.html'), pages === index ? consoleIndex : pages)
    writeFileSync(join(folder, 'index.html'), pages)
    writeFileSync(join(folder, 'icon.svg'), '<svg/>')
    writeFileSync(join(folder, '.built-from'), 'a secret of the build')
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'let a = 1')
    writeFileSync(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync('let a = 1'))
  }
  const app = fastify()
  const showLostPage = showPages(app, { folder, isDemo, showsOutbox: isDemo, holdMs: 90_000, brand, siteUrl })
  app.setNotFoundHandler((request, reply) => {
    if (showLostPage(request, reply)) return reply
    return reply.code(404).send({ code: 'not_found' })
  })
  t.after(async () => {
    await app.close()
    rmSync(folder, { recursive: true })
  })
  return (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
}

test('X7: every address of a page gets the page, revalidated each time', async (t) => {
  const get = serve(t)
  for (const url of [
    '/',
    '/trains?from=A',
    '/trains/7/seats',
    '/checkout/h',
    '/bookings',
    '/bookings/X',
    '/tickets/l',
  ]) {
    const answer = await get(url)
    assert.deepEqual([answer.statusCode, answer.body], [200, index], url)
    assert.equal(answer.headers['cache-control'], 'no-cache')
  }
})

test('X7: pages allow no inline script, nothing from other hosts and no frame', async (t) => {
  const get = serve(t)
  for (const url of ['/', '/assets/app-1a2b.js', '/icon.svg']) {
    const { headers } = await get(url)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
  }
})

test('X7: files with a hash in their name are cached forever, in an encoding that the browser accepts', async (t) => {
  const get = serve(t)
  const plain = await get('/assets/app-1a2b.js')
  assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(plain.body, 'let a = 1')
  const zipped = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, br' })
  assert.equal(zipped.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(zipped.rawPayload).toString(), 'let a = 1')
  assert.notEqual(zipped.headers.etag, plain.headers.etag)
  const again = await get('/assets/app-1a2b.js', { 'if-none-match': String(plain.headers.etag) })
  assert.deepEqual([again.statusCode, again.body], [304, ''])
})

test('X7: for an unknown path, a person gets a page with status 404, and a program gets a problem', async (t) => {
  const get = serve(t)
  const person = await get('/nowhere', { accept: 'text/html,*/*' })
  assert.deepEqual([person.statusCode, person.body], [404, index])
  for (const [url, accept] of [
    ['/nowhere', '*/*'],
    ['/api/nowhere', 'text/html'],
    ['/assets/gone.js', '*/*'],
    ['/.built-from', '*/*'],
  ] as const) {
    const answer = await get(url, { accept })
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'not_found'], url)
  }
})

test('X7: the page itself is compressed too, even when it is changed for the demo', async (t) => {
  const demo = serve(t, { isDemo: true })
  const whole = await demo('/')
  for (const [accepted, unpack] of [
    ['gzip', gunzipSync],
    ['gzip, br', brotliDecompressSync],
  ] as const) {
    const answer = await demo('/trains', { 'accept-encoding': accepted })
    assert.equal(answer.headers['content-encoding'], accepted.split(', ').at(-1))
    assert.equal(unpack(answer.rawPayload).toString(), whole.body)
    assert.notEqual(answer.headers.etag, whole.headers.etag)
  }
})

test('X7: the page says whether this is a demo', async (t) => {
  assert.match((await serve(t)('/')).body, /holdfast-demo" content="off"/)
  assert.match((await serve(t, { isDemo: true })('/')).body, /holdfast-demo" content="on"/)
})

test('X8: pages that are not built say how to build them', async (t) => {
  const answer = await serve(t, { isBuilt: false })('/')
  assert.equal(answer.statusCode, 503)
  assert.match(answer.body, /npm run web:build/)
})

test('X60: the console is a page of its own, at its addresses and at those under it that do not exist', async (t) => {
  const get = serve(t)
  for (const url of ['/operator', '/operator?date=2027-03-17', '/operator/runs/7']) {
    const answer = await get(url)
    assert.deepEqual([answer.statusCode, answer.body], [200, consoleIndex], url)
    assert.match(String(answer.headers['content-security-policy']), /script-src 'self'/)
  }
  const lost = await get('/operator/nowhere', { accept: 'text/html' })
  assert.deepEqual([lost.statusCode, lost.body], [404, consoleIndex])
  assert.equal((await get('/operator/index.html')).statusCode, 404)
})

/** As a built page is, in short. */
const built =
  '<html><head><meta name="holdfast-brand" content="off" /><meta name="description" content="x" />' +
  '<title>Holdfast</title></head></html>'

function lake(): Brand {
  const colors = brandColors({ light: '#7a2350', dark: '#f0b4d2' })
  assert.ok(colors.ok)
  const bytes = new TextEncoder().encode('<svg viewBox="0 0 9 9"/>')
  const logo = { mediaType: 'image/svg+xml', bytes, width: 9, height: 9 } as const
  return {
    ...plainBrand,
    ...{ isOwn: true, name: 'Lake & "Sons"', languages: ['de', 'en'], colors: colors.value },
    logo: { light: logo, dark: logo },
  }
}

test('X48: the brand is in the head of every page, escaped, with its colors and its card', async (t) => {
  const get = serve(t, { brand: lake(), pages: built })
  for (const url of ['/', '/trains', '/operator']) {
    const { body, headers } = await get(url)
    assert.match(body, /<title>Lake &#38; &#34;Sons&#34;<\/title>/, url)
    assert.match(body, /<meta name="description" content="Zug finden, Plätze wählen, reisen\."/)
    assert.match(body, /<meta property="og:site_name" content="Lake &#38; &#34;Sons&#34;" \/>/)
    assert.match(body, /<meta property="og:image" content="https:\/\/rail\.example\.org\/card\.png" \/>/)
    assert.match(body, /<link rel="stylesheet" href="\/brand\/colors\.css" \/>/)
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|https?:|\*/)
    const content = /holdfast-brand" content="([^"]*)"/.exec(body)?.[1] ?? ''
    const facts = JSON.parse(content.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCharCode(code)))
    assert.deepEqual([facts.name, facts.languages, facts.isOwn], ['Lake & "Sons"', ['de', 'en'], true])
    const logo = await get(facts.logo.light)
    assert.deepEqual([logo.statusCode, logo.headers['content-type']], [200, 'image/svg+xml'])
    assert.match(String(logo.headers['cache-control']), /immutable/)
  }
  assert.match((await get('/brand/colors.css')).body, /--accent: light-dark\(#7a2350, #f0b4d2\);/)
  assert.equal((await get('/icon.svg')).body, '<svg viewBox="0 0 9 9"/>')
})

test('X48: without a brand, pages have the plain one, its colors and its icon', async (t) => {
  const get = serve(t, { pages: built })
  const { body } = await get('/')
  assert.match(body, /<title>Holdfast<\/title>/)
  assert.doesNotMatch(body, /brand\/colors\.css/)
  assert.equal((await get('/icon.svg')).body, '<svg/>')
  assert.equal((await get('/brand/colors.css')).statusCode, 404)
})
