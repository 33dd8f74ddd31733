import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages } from '../language.ts'
import { renderMessage } from './render-message.ts'

const brand = { name: 'Halvora & Sons' }
const site = { siteUrl: 'https://rail.example.org', brand }
const content = { code: '4821739051', booking: '7K3M9QXA' }

for (const language of languages)
  test(`J10: a message in ${language} has the booking in its subject, and the code in both of its forms`, () => {
    const rendered = renderMessage({ kind: 'access_code', language, content }, site)
    assert.ok(rendered)
    assert.match(rendered.subject, /7K3M9QXA/)
    assert.doesNotMatch(rendered.subject, /48217/, 'a subject is shown on locked screens')
    for (const form of [rendered.text, rendered.html]) {
      assert.match(form, /48217 39051/)
      assert.match(form, /7K3M9QXA/)
      assert.match(form, /https:\/\/rail\.example\.org/)
    }
    assert.match(
      rendered.html,
      new RegExp(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`),
    )
  })

test('J10: each language has words of its own', () => {
  const subjects = languages.map(
    (language) => renderMessage({ kind: 'access_code', language, content }, site)?.text,
  )
  assert.equal(new Set(subjects).size, languages.length)
})

test('J7: nothing in a message is read as HTML', () => {
  const evil = { code: '<img src=x>', booking: '"><script>alert(1)</script>' }
  const rendered = renderMessage(
    { kind: 'access_code', language: 'en', content: evil },
    {
      ...site,
      siteUrl: 'https://a/"><b>',
    },
  )
  assert.doesNotMatch(rendered?.html ?? '<', /<(script|img|b)[ >]/)
})

test('J5: a message that has ended has no words', () => {
  assert.equal(renderMessage({ kind: 'access_code', language: 'en', content: null }, site), null)
})
