// Draws every mail in every language as a picture, with the brand of the demo and without one, so that a
// person can look at them: `node scripts/mail-pictures.mjs FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { languages } from '../src/domain/language.ts'
import { renderMessage } from '../src/domain/messages/render-message.ts'
import { plainBrand } from '../src/domain/railway/brand.ts'
import { demoBrand } from '../src/timetable/demo/demo-brand.ts'

const [folder = 'mail-pictures'] = process.argv.slice(2)
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

const train = { train: 'IC 204', date: '2027-03-17', from: 'Tøndal', to: 'Port Élian', booking: '7K3M9QXA' }
/** One message of each kind, with what it tells. */
const contents = {
  booked: { ...train, seats: '4-31, 4-32', link: 'l_00000000001_t2_0123456789abcdef' },
  cancelled: { ...train, seats: '4-32', amount_cents: '2400', currency: 'EUR' },
  refunded: { booking: '7K3M9QXA', amount_cents: '2400', currency: 'EUR' },
  access_code: { code: '4821739051', booking: '7K3M9QXA' },
  account_code: { code: '4821739051' },
  account_exists: {},
  email_changed: {},
  password_changed: {},
  passkey_added: {},
  passkey_removed: {},
  train_cancelled: train,
  seats_moved: { ...train, before: '4-31', after: '5-11' },
}

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 600, height: 100 } })
for (const [look, brand] of Object.entries({ demo: demoBrand, plain: plainBrand }))
  for (const language of languages)
    for (const [kind, content] of Object.entries(contents)) {
      const site = { siteUrl: 'https://rail.example.org', brand }
      const { html, text } = renderMessage({ kind, language, content }, site)
      const name = join(folder, `${kind}.${language}.${look}`)
      await page.setContent(html)
      await page.screenshot({ path: `${name}.png`, fullPage: true })
      writeFileSync(`${name}.txt`, text)
    }
await browser.close()
