import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages } from '../language.ts'
import { plainBrand } from '../railway/brand.ts'
import type { MessageContent } from '../records/message.ts'
import { renderMessage } from './render-message.ts'

const brand = {
  ...plainBrand,
  name: 'Halvora & Sons',
  contact: { email: 'help@halvora.example', phone: '+351 21 000 00 00' },
  privacy: 'https://halvora.example/privacy?a=1&b=2',
}
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

const canceled = {
  ...{ train: 'IC 204', date: '2027-03-17', from: 'Tøndal', to: 'Port Élian' },
  booking: '7K3M9QXA',
}

for (const language of languages)
  test(`J16: in ${language}, text and HTML say the same, and who sends it`, () => {
    const rendered = renderMessage({ kind: 'train_cancelled', language, content: canceled }, site)
    assert.ok(rendered)
    const { subject, text, html } = rendered
    const plain = html
      .replace(/<title>.*<\/title>/, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&amp;', '&')
    for (const paragraph of text.slice(0, text.indexOf('\n\n-- \n')).split('\n\n'))
      assert.ok(plain.includes(paragraph), paragraph)
    for (const form of [text, html.replaceAll('&amp;', '&')])
      for (const part of ['Halvora & Sons', brand.contact.email, brand.contact.phone, brand.privacy])
        assert.ok(form.includes(part), part)
    for (const fact of ['IC 204', '2027']) assert.ok(subject.includes(fact))
    assert.ok(!html.includes('http://') && !/<(img|link|script|style)/.test(html), 'it loads nothing')
    const others = languages.filter((one) => one !== language)
    for (const other of others) {
      const said = renderMessage({ kind: 'train_cancelled', language: other, content: canceled }, site)
      assert.ok(!text.includes(said?.text.split('\n')[0] ?? text), `it is not also in ${other}`)
    }
  })

const seats = { ...canceled, seats: '4-31, 4-32' }
const amount = { amount_cents: '2400', currency: 'EUR' }

for (const language of languages)
  test(`J19, J20: in ${language}, news of a booking says its train, its seats and what goes back`, () => {
    const say = (kind: 'booked' | 'cancelled' | 'refunded', content: MessageContent) => {
      const rendered = renderMessage({ kind, language, content }, site)
      assert.ok(rendered)
      return rendered
    }
    const booked = say('booked', { ...seats, link: 'l_1<2' })
    for (const form of [booked.text, booked.html])
      for (const fact of ['IC 204', 'Tøndal', 'Port Élian', '4-31, 4-32'])
        assert.ok(form.includes(fact), fact)
    assert.ok(booked.html.includes('href="https://rail.example.org/tickets/l_1%3C2"'))
    const [free, paid] = ['0', '2400'].map((cents) =>
      say('cancelled', { ...seats, ...amount, amount_cents: cents }),
    )
    assert.match(paid?.text ?? '', /24[.,]00/)
    assert.doesNotMatch(free?.text ?? '', /0[.,]00/)
    assert.match(say('refunded', { ...seats, ...amount }).text, /24[.,]00/)
  })
