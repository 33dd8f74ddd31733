import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { plainColors } from '../domain/railway/brand-colors.ts'
import { readBrand } from './brand-files.ts'
import { type BrandSetting, brandSetting } from './brand-setting.ts'
import { resolveConfig } from './config.ts'
import { WrongUse } from './failures.ts'

function resolved(brand: unknown) {
  const text = JSON.stringify({ brand })
  const readFile = () => ({ path: 'data/holdfast.config.json', text })
  return resolveConfig({ flags: {}, environment: {}, readFile })
}

function parsed(brand: unknown): BrandSetting {
  const reply = resolved(brand)
  assert.ok(reply.ok, reply.ok ? '' : reply.refusal.sentence)
  assert.ok(reply.value.config.brand)
  return reply.value.config.brand
}

const whole = {
  name: 'Ligne du Lac',
  logo: { light: 'day.svg', dark: 'night.svg' },
  card: 'card.png',
  colors: { light: '#7A2350', dark: '#f0b4d2' },
  contact: { email: 'help@lac.example', phone: '+41 21 000 00 00' },
  terms: 'https://lac.example/terms',
  privacy: 'https://lac.example/privacy',
  imprint: 'https://lac.example/imprint',
  languages: ['de', 'en'],
}

test('X47: a brand is an object of the file, and the same as JSON in the environment', () => {
  const brand = parsed(whole)
  assert.equal(brand.name, 'Ligne du Lac')
  assert.equal(brand.colors?.light.accent, '#7a2350')
  assert.deepEqual(brand.languages, ['de', 'en'])
  const environment = { BRAND: JSON.stringify(whole) }
  const outer = resolveConfig({ flags: {}, environment, readFile: () => null })
  assert.ok(outer.ok)
  assert.deepEqual(outer.value.config.brand, brand)
})

test('X47: only the name is needed', () => {
  const { logo, card, colors, contact, terms, languages } = parsed({ name: 'A' })
  assert.deepEqual([logo, card, colors, terms], [null, null, null, null])
  assert.deepEqual(contact, { email: null, phone: null })
  assert.deepEqual(languages, ['en', 'de', 'ar'])
  assert.deepEqual(parsed({ name: 'A', logo: 'a.png' }).logo, { light: 'a.png', dark: 'a.png' })
})

const mistakes: readonly (readonly [unknown, RegExp])[] = [
  ['Halvora', /^"brand" in data\/holdfast\.config\.json is "Halvora"; it must be a JSON object with a name/],
  [{}, /^"brand" in data\/holdfast\.config\.json: its "name" is missing; it must be a text of 1 to 60/],
  [{ ...whole, name: ' ' }, /its "name" is " "/],
  [{ ...whole, name: 'a\nb' }, /its "name" is "a\\nb"/],
  [{ ...whole, tint: '#fff' }, /has a member "tint"; there are name, logo/],
  [{ ...whole, logo: { light: 'a.svg' } }, /its "logo\.dark" is missing/],
  [{ ...whole, logo: 7 }, /its "logo" is 7; it must be a file/],
  [
    { ...whole, colors: { light: '#fff', dark: '#f0b4d2' } },
    /its "colors\.light" is "#fff"; it must be a color/,
  ],
  [
    { ...whole, colors: { light: '#ffd400', dark: '#ffd400' } },
    /its "colors\.light" is "#ffd400", which has a contrast of 1\.\d to 1 with #[0-9a-f]{6} on light pages; letters need 4\.5 to 1, so choose a darker color\.$/,
  ],
  [{ ...whole, colors: { light: '#7a2350', dark: '#7a2350' } }, /"colors\.dark".* so choose a lighter color/],
  [{ ...whole, contact: { email: 'help' } }, /its "contact\.email" is "help"; it must be an e-mail address/],
  [{ ...whole, contact: { fax: '1' } }, /has a member "contact\.fax"/],
  [{ ...whole, terms: 'javascript:alert(1)' }, /its "terms" is .* http or https/],
  [{ ...whole, privacy: '/privacy' }, /its "privacy" is/],
  [{ ...whole, languages: [] }, /its "languages" is \[\]/],
  [{ ...whole, languages: ['en', 'fr'] }, /it must be a list of "en", "de", "ar"/],
  [{ ...whole, languages: ['en', 'en'] }, /its "languages"/],
]

for (const [brand, sentence] of mistakes)
  test(`X47, O3: ${JSON.stringify(brand).slice(0, 60)} is refused in a sentence that names the mistake: ${sentence.source.slice(0, 40)}`, () => {
    const reply = resolved(brand)
    assert.ok(!reply.ok)
    assert.match(reply.refusal.sentence, sentence)
    assert.equal(brandSetting.parse(JSON.stringify(brand)), undefined)
  })

function folderWith(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-brand-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h9"/></svg>'
/** The beginning of a PNG of 1200 by 630 pixels. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000004b0000002760802000000', 'hex')

test('X46: pictures are read from the data folder, with their size', (t) => {
  const folder = folderWith(t, { 'day.svg': svg, 'night.svg': svg, 'card.png': png })
  const brand = readBrand(parsed(whole), folder)
  assert.deepEqual(
    [brand.isOwn, brand.name, brand.terms],
    [true, 'Ligne du Lac', 'https://lac.example/terms'],
  )
  const { bytes, ...day } = brand.logo?.light ?? {}
  assert.deepEqual(day, { mediaType: 'image/svg+xml', width: 90, height: 30 })
  assert.equal(Buffer.from(bytes ?? []).toString(), svg)
  assert.deepEqual([brand.card?.mediaType, brand.card?.width, brand.card?.height], ['image/png', 1200, 630])
})

test('X47: a brand without colors has those of the style sheet', (t) => {
  assert.deepEqual(readBrand(parsed({ name: 'A' }), folderWith(t, {})).colors, plainColors)
})

const badFiles: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['logo', '<svg viewBox="0 0 9 9"><script/></svg>', /^"logo" of the brand .*<script>/],
  ['logo', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /must be an SVG or a PNG file/],
  ['logo', 'x'.repeat(256 * 1024 + 1), /must have at most 256 KB/],
  ['card', svg, /^"card" of the brand .* must be a PNG file/],
]

for (const [member, content, sentence] of badFiles)
  test(`X46: a file that is no safe picture is refused with its name: ${sentence.source}`, (t) => {
    const folder = folderWith(t, { picture: content })
    const brand = parsed({ name: 'A', [member]: 'picture' })
    assert.throws(
      () => readBrand(brand, folder),
      (fault) => fault instanceof WrongUse && sentence.test(fault.message),
    )
  })

test('X46: a file that is not there is refused with its path', (t) => {
  const folder = folderWith(t, {})
  assert.throws(() => readBrand(parsed({ name: 'A', logo: 'gone.svg' }), folder), /gone\.svg".*ENOENT/)
})
