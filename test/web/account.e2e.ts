import { text } from 'node:stream/consumers'
import { expect, type Page } from '@playwright/test'
import { accountAr } from '../../src/web/shared/i18n/account/ar.ts'
import { accountEn } from '../../src/web/shared/i18n/account/en.ts'
import { en } from '../../src/web/shared/i18n/en.ts'
import { isClean } from './harness/axe.ts'
import { codeInOutbox } from './harness/outbox.ts'
import { passengerAt } from './harness/passenger.ts'
import { newEmail, password, register } from './harness/register.ts'
import { test } from './harness/stage.ts'

const fits = async (page: Page): Promise<void> =>
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

test('R68, R65: a passenger signs in by the keyboard alone, and is told what is wrong', async ({
  context,
  page,
  browser,
}) => {
  const email = await register(context, page)
  const other = await browser.newContext()
  const device = await other.newPage()
  const person = passengerAt(device)
  await device.goto('/')
  await device.getByRole('navigation').getByRole('link', { name: en.nav.account }).focus()
  await device.keyboard.press('Enter')
  await expect(person.heading(accountEn.signInTitle)).toBeFocused()
  await device.keyboard.press('Tab')
  await device.keyboard.press('Enter')
  await person.says(accountEn.emailError)
  await expect(device.getByLabel(accountEn.email)).toBeFocused()
  await device.keyboard.type(email)
  await device.keyboard.press('Tab')
  await device.keyboard.type('not the password')
  await device.keyboard.press('Enter')
  await person.says(accountEn.refused)
  await expect(device.getByLabel(accountEn.password)).toBeFocused()
  await device.keyboard.press('ControlOrMeta+a')
  await device.keyboard.type(password)
  await device.keyboard.press('Enter')
  await expect(device.getByText(accountEn.signedInAs(email))).toBeVisible()
  await expect(device.getByText(accountEn.thisDevice)).toBeVisible()
  await device.getByRole('button', { name: accountEn.signOutEverywhere }).click()
  await expect(person.heading(accountEn.signInTitle)).toBeVisible()
  await page.reload()
  await expect(passengerAt(page).heading(accountEn.signInTitle)).toBeVisible()
  await other.close()
})

test('R64, R65: what was booked before is there after registering, and gone from the browser after signing out', async ({
  context,
  page,
  browser,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada'])
  await person.pay()
  await person.ticket()
  const email = await register(context, page)
  await page.getByRole('link', { name: accountEn.bookings }).click()
  await expect(page.getByRole('listitem').first()).toBeVisible()
  const other = await browser.newContext()
  const device = await other.newPage()
  await device.goto('/account')
  await device.getByRole('button', { name: accountEn.toReset }).click()
  await device.getByLabel(accountEn.email).fill(email)
  await device.getByRole('button', { name: accountEn.send }).click()
  await device.getByLabel(en.find.code).fill(await codeInOutbox(other, email))
  await device.getByLabel(accountEn.newPassword).fill('another horse battery')
  await device.getByRole('button', { name: accountEn.finishReset }).click()
  await device.getByRole('link', { name: accountEn.bookings }).click()
  await expect(device.getByRole('listitem').first()).toBeVisible()
  await device.goto('/account')
  await device.getByRole('button', { name: accountEn.signOut, exact: true }).click()
  await expect(passengerAt(device).heading(accountEn.signInTitle)).toBeVisible()
  await device.goto('/bookings')
  await expect(device.getByText(en.bookings.empty)).toBeVisible()
  await other.close()
})

test('R70, R71: a passenger changes the address of the account, then deletes it, each with the password', async ({
  context,
  page,
}) => {
  const person = passengerAt(page)
  await register(context, page)
  const email = newEmail()
  const moving = page.locator('section', { hasText: accountEn.emailLead })
  await moving.getByLabel(accountEn.newEmail).fill(email)
  await moving.getByLabel(accountEn.oldPassword).fill('not the password')
  await moving.getByRole('button', { name: accountEn.send }).click()
  await expect(moving.getByLabel(accountEn.oldPassword)).toBeFocused()
  await person.says(accountEn.wrongPassword)
  await moving.getByLabel(accountEn.oldPassword).fill(password)
  await moving.getByRole('button', { name: accountEn.send }).click()
  await page.getByLabel(en.find.code).fill(await codeInOutbox(context, email))
  await page.getByRole('button', { name: accountEn.finishEmail }).click()
  await person.says(accountEn.emailChanged)
  await expect(page.getByText(accountEn.signedInAs(email))).toBeVisible()
  const ending = page.locator('section', { hasText: accountEn.deleteLead })
  await ending.getByLabel(accountEn.oldPassword).fill(password)
  await ending.getByRole('button', { name: accountEn.deleteAccount }).click()
  await expect(person.heading(accountEn.signInTitle)).toBeVisible()
  await page.getByLabel(accountEn.email).fill(email)
  await page.getByLabel(accountEn.password).fill(password)
  await page.getByRole('button', { name: accountEn.signIn, exact: true }).click()
  await person.says(accountEn.refused)
})

test('X52: a passenger downloads what is stored, and is told what is erased of past bookings', async ({
  context,
  page,
}) => {
  const person = passengerAt(page)
  const email = await register(context, page)
  const loading = page.waitForEvent('download')
  await page.getByRole('link', { name: accountEn.downloadData }).click()
  const file = await (await loading).createReadStream()
  const stored = JSON.parse(await text(file))
  expect([stored.account.email, stored.bookings]).toEqual([email, []])
  const erasing = page.locator('form', { hasText: accountEn.eraseLead })
  await erasing.getByRole('button', { name: accountEn.eraseData }).click()
  await expect(erasing.getByLabel(accountEn.oldPassword)).toBeFocused()
  await person.says(accountEn.passwordMissing)
  await erasing.getByLabel(accountEn.oldPassword).fill(password)
  await erasing.getByRole('button', { name: accountEn.eraseData }).click()
  await expect(page.getByText(accountEn.nothingErased)).toBeVisible()
})

test('R68, X6: the account fits a phone, has no faults that axe finds, in English and Arabic, light and dark', async ({
  context,
  page,
}) => {
  await page.goto('/account')
  await expect(passengerAt(page).heading(accountEn.signInTitle)).toBeVisible()
  await isClean(page, 'signing in')
  await page.setViewportSize({ width: 320, height: 640 })
  await fits(page)
  await page.getByLabel(en.settings.language).selectOption('ar')
  // Its texts come over the network; a page that is left before they are there stays in English.
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await register(context, page, accountAr)
  await expect(page.getByText(accountAr.thisDevice)).toBeVisible()
  await fits(page)
  await isClean(page, 'the account in Arabic')
})

test('X51: a passenger whom the account has saved is filled in at the next booking, and others are saved from there', async ({
  context,
  page,
  stage,
}) => {
  await register(context, page)
  const adding = page.locator('section', { hasText: accountEn.passengersLead })
  await adding.getByRole('button', { name: accountEn.addPassenger }).click()
  await passengerAt(page).says(en.checkout.errors.name)
  await adding.getByLabel(en.checkout.name).fill('Ada Lindqvist')
  await adding.getByLabel(accountEn.birthYear).fill('1990')
  await adding.getByLabel(accountEn.likedSeat).selectOption('window')
  await adding.getByRole('button', { name: accountEn.addPassenger }).click()
  await expect(adding.getByText('Ada Lindqvist', { exact: true })).toBeVisible()
  await passengerAt(page).holdSeats(stage, await stage.freshSeats(1))
  await page.getByLabel(en.checkout.saved.choose).selectOption('Ada Lindqvist')
  await expect(page.getByLabel(en.checkout.name)).toHaveValue('Ada Lindqvist')
  await expect(page.getByLabel(en.checkout.age, { exact: true })).toHaveValue(
    String(new Date().getFullYear() - 1990),
  )
  await page.getByLabel(en.checkout.name, { exact: true }).fill('Bo Lindqvist')
  await page.getByRole('button', { name: en.checkout.saved.save }).click()
  await passengerAt(page).says(en.checkout.saved.done)
  await page.goto('/account')
  await adding.getByRole('button', { name: accountEn.removePassenger('Ada Lindqvist') }).click()
  await expect(adding.getByText('Ada Lindqvist', { exact: true })).toBeHidden()
  await expect(adding.getByText('Bo Lindqvist', { exact: true })).toBeVisible()
})

test('X50: a passenger adds a passkey, signs in with it on the next visit, and removes it', async ({
  context,
  page,
  stage,
}) => {
  const browser = await context.newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  // Browsers keep passkeys for names of sites, and not for addresses.
  const site = stage.client.url.replace('127.0.0.1', 'localhost')
  const email = await register(context, page, accountEn, site)
  const passkeys = page.locator('section', { hasText: accountEn.passkeysLead })
  await passkeys.getByLabel(accountEn.passkeyName).fill('Ring')
  await passkeys.getByRole('button', { name: accountEn.addPasskey }).click()
  await expect(passkeys.getByText(accountEn.passkeyAdded)).toBeVisible()
  await expect(passkeys.getByText('Ring', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: accountEn.signOut, exact: true }).click()
  await page.getByRole('button', { name: accountEn.signInWithPasskey }).click()
  await expect(page.getByText(accountEn.signedInAs(email))).toBeVisible()
  await passkeys.getByRole('button', { name: accountEn.removePassenger('Ring') }).click()
  await expect(passkeys.getByText(accountEn.passkeyRemoved)).toBeVisible()
  await page.getByRole('button', { name: accountEn.signOut, exact: true }).click()
  await page.getByRole('button', { name: accountEn.signInWithPasskey }).click()
  await expect(page.getByText(accountEn.passkeyRefused)).toBeVisible()
})
