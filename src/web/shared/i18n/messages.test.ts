import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountAr } from './account/ar.ts'
import { accountDe } from './account/de.ts'
import { accountEn } from './account/en.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { plurals } from './plurals.ts'
import { setupAr } from './setup/ar.ts'
import { setupDe } from './setup/de.ts'
import { setupEn } from './setup/en.ts'
import { ticketAr } from './ticket/ar.ts'
import { ticketDe } from './ticket/de.ts'
import { ticketEn } from './ticket/en.ts'

/** Each text of the messages with its path. Functions are called with sample arguments. */
function texts(messages: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof messages === 'string') return [[path, messages]]
  if (typeof messages === 'function')
    return [1, 2, 3, 11, 100].map((n) => [`${path}(${n})`, String(messages(n, n, n))] as const)
  if (typeof messages !== 'object' || messages === null) return []
  return Object.entries(messages).flatMap(([name, value]) => texts(value, path ? `${path}.${name}` : name))
}

/** Signs and marks painted on a coach are the same in every language. */
const isSign = (text: string) => !/\p{L}{3}/u.test(text)
/** Words that are the same in English and German. */
const shared = new Set(['Name', 'Restaurant', 'Bistro', 'optional', 'Demo', 'Passkeys'])

/** Texts that come with the page that shows them. */
const account = {
  en: { ...accountEn, setup: setupEn, ticket: ticketEn },
  de: { ...accountDe, setup: setupDe, ticket: ticketDe },
  ar: { ...accountAr, setup: setupAr, ticket: ticketAr },
}

for (const [language, messages] of Object.entries({
  de: { ...de, account: account.de },
  ar: { ...ar, account: account.ar },
}))
  test(`X6: no text of the pages stays in English in ${language}`, () => {
    const english = new Map(texts({ ...en, account: account.en }))
    const left = texts(messages).filter(
      ([path, text]) => english.get(path) === text && !isSign(text) && !shared.has(text),
    )
    assert.deepEqual(left, [])
    assert.deepEqual(
      texts(messages).filter(([, text]) => text.trim() === ''),
      [],
    )
  })

test('X6: Arabic is written in Arabic letters', () => {
  const words = texts({ ...ar, account: account.ar }).filter(([, text]) => !isSign(text))
  const foreign = words.filter(([, text]) => !/\p{Script=Arabic}/u.test(text))
  assert.deepEqual(foreign, [])
})

for (const [language, messages] of Object.entries({ en, de, ar }))
  test(`X6: one seat has other words than several in ${language}, and in Arabic so do two`, () => {
    const { seatPage, hold } = messages
    const counted = [
      ...[seatPage.taken, seatPage.nearest, hold.nearestFree].map((text) => (n: number) => text(n, 'A')),
      ...[seatPage.takeNearest, hold.sameFree, hold.againSame, hold.againNearest],
    ]
    for (const text of counted) {
      assert.notEqual(text(1), text(2))
      assert.equal(text(2) === text(3), language !== 'ar', text(2))
    }
  })

test('X6: a number comes with the form of the word that its language requires', () => {
  const german = plurals('de')
  const forms = { zero: 'keine', one: '# Platz', other: '# Plätze' }
  assert.deepEqual(
    [0, 1, 2, 1000].map((n) => german(n, forms)),
    ['keine', '1 Platz', '2 Plätze', '1.000 Plätze'],
  )
  assert.equal(plurals('ar')(2, { two: 'مقعدان', other: '#' }), 'مقعدان')
})
