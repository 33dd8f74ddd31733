import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostCodes, mostWrongTries, resendMs } from '../domain/records/access.ts'
import { accountToken, codeTo, mailsTo, password, registerAs } from './account.fixture.ts'
import { holdSeats, pay, sell } from './sale.fixture.ts'
import { type Answer, openWorld, type World } from './world.fixture.ts'

const email = 'ada@example.org'
const ownPage = { 'sec-fetch-site': 'same-origin' }

const open = () => openWorld({ limits: false })
const signIn = (world: World, body: object, token?: string) =>
  world.call('POST', '/api/account/sessions', { body, ...(token === undefined ? {} : { token }) })
const me = (world: World, token: string) => world.call('GET', '/api/account', { token })
const locatorsOf = async (world: World, token: string) =>
  ((await world.call('GET', '/api/bookings', { token })).body.bookings ?? []).map((one) => one.booking_id)
const told = ({ status, body }: Answer) => [status, body]

test('R61: an account is made with the code that was sent to its address, and by nobody without it', async () => {
  const world = await open()
  const guest = await world.guest()
  const asked = await world.call('POST', '/api/accounts', { token: guest, body: { email, password } })
  assert.equal(asked.status, 202, asked.text)
  assert.equal((await signIn(world, { email, password })).body.code, 'sign_in_refused')
  const code = await codeTo(world, email)
  const enter = (token: string, entered: unknown) =>
    world.call('POST', '/api/accounts/verifications', { token, body: { code: entered } })
  assert.equal((await enter(await world.guest(), code)).body.code, 'code_not_accepted', 'R63')
  assert.equal((await enter(guest, '0000000000')).body.code, 'code_not_accepted')
  const made = await enter(guest, code)
  assert.equal(made.status, 201, made.text)
  const account = await me(world, String(made.body.token))
  assert.deepEqual([account.status, account.body.email], [200, email])
  assert.equal((await enter(guest, code)).body.code, 'code_not_accepted', 'a code works once')
  const again = await signIn(world, { email: ' ADA@Example.org'.trim(), password })
  assert.equal(again.status, 201, again.text)
  assert.notEqual(again.body.token, made.body.token, 'R65: each sign-in has a token of its own')
  await world.app.close()
})

test('R119: an easily guessed password is refused wherever a new one is set, and the old one stays', async () => {
  const world = await open()
  const refused = (answer: Answer) =>
    assert.deepEqual([answer.status, answer.body.code], [422, 'password_too_common'], answer.text)
  const weak = 'password1234'
  const guest = await world.guest()
  refused(await world.call('POST', '/api/accounts', { token: guest, body: { email, password: weak } }))
  refused(await world.call('POST', '/api/accounts', { token: guest, body: { email, password: email } }))
  assert.deepEqual(await mailsTo(world), [])
  const token = await accountToken(world, email)
  const change = (to: string) =>
    world.call('POST', '/api/account/password', { token, body: { password, new_password: to } })
  refused(await change(weak))
  refused(await change(email))
  await world.call('POST', '/api/accounts/reset_codes', { token: guest, body: { email } })
  const code = await codeTo(world, email)
  const reset = (to: string) =>
    world.call('POST', '/api/accounts/passwords', { token: guest, body: { code, new_password: to } })
  refused(await reset(weak))
  refused(await reset(email))
  assert.equal((await signIn(world, { email, password })).status, 201)
  assert.equal((await reset('a lamp, nine rivers')).status, 201, 'the code is good for another try')
  await world.app.close()
})

test('R62: whether an address has an account shows in no answer, only in the mail to its owner', async () => {
  const world = await open()
  await accountToken(world, email)
  for (const [url, more] of [
    ['/api/accounts', { password: 'another password' }],
    ['/api/accounts/reset_codes', {}],
  ] as const) {
    const ask = async (address: string) =>
      world.call('POST', url, { token: await world.guest(), body: { email: address, ...more } })
    const [known, unknown] = [await ask(email), await ask('eve@example.org')]
    assert.deepEqual(told(known), told(unknown))
    const sent = (await mailsTo(world)).map(({ recipient }) => recipient)
    assert.deepEqual(sent, url === '/api/accounts' ? [email, 'eve@example.org'] : [email])
  }
  const wrong = await signIn(world, { email, password: 'wrong' })
  const nobody = await signIn(world, { email: 'nobody@example.org', password: 'wrong' })
  assert.deepEqual(
    [wrong.status, wrong.body.code, wrong.body.title],
    [401, 'sign_in_refused', nobody.body.title],
  )
  await world.app.close()
})

test('R62, R61: an address with an account is told so without a code, and no second account is made', async () => {
  const world = await open()
  await accountToken(world, email)
  const [first, second] = [await world.guest(), await world.guest()]
  await world.call('POST', '/api/accounts', { token: first, body: { email, password: 'another password' } })
  const [mail] = await mailsTo(world, email)
  assert.deepEqual([mail?.kind, mail?.content], ['account_exists', {}])
  // Two guests who read the same mailbox: the second finds the address taken.
  const late = 'late@example.org'
  for (const token of [first, second]) {
    await world.advance(resendMs)
    await world.call('POST', '/api/accounts', { token, body: { email: late, password } })
  }
  const codes = (await mailsTo(world, late)).map(({ content }) => content?.code)
  const enter = (token: string, code: unknown) =>
    world.call('POST', '/api/accounts/verifications', { token, body: { code } })
  assert.equal((await enter(first, codes[0])).status, 201)
  assert.deepEqual(told(await enter(second, codes[1])).slice(0, 1), [409])
  await world.app.close()
})

test('R63: a code has four wrong entries and 15 minutes, an address ten codes of a kind a day', async () => {
  const world = await open()
  const guest = await world.guest()
  const ask = (token: string) => world.call('POST', '/api/accounts', { token, body: { email, password } })
  const enter = (code: unknown) =>
    world.call('POST', '/api/accounts/verifications', { token: guest, body: { code } })
  await ask(guest)
  const tried = await codeTo(world, email)
  for (let tries = 0; tries < mostWrongTries; tries++) await enter('0123456789')
  assert.equal((await enter(tried)).status, 422)
  await world.advance(resendMs)
  await ask(guest)
  const late = await codeTo(world, email)
  await world.advance(15 * 60_000)
  assert.equal((await enter(late)).status, 422)
  for (let count = 0; count < 2 * mostCodes; count++) await ask(await world.guest())
  assert.equal((await mailsTo(world, email)).length, mostCodes - 2)
  await world.app.close()
})

test('R64: who registers or signs in keeps what the guest held and booked, and no guest gets what is the account’s', async () => {
  const world = await open()
  const guest = await world.guest()
  const early = (await sell(world, guest, ['4-1'])).body.booking_id
  const held = await holdSeats(world, guest, 'held', ['4-2'])
  const token = String((await registerAs(world, guest, email)).body.token)
  assert.equal((await world.call('GET', `/api/seat_holds/${held}`, { token })).status, 200)
  const paid = await pay(world, token, 'pay', held, ['4-2'])
  assert.equal(paid.status, 201, paid.text)
  const own = (await sell(world, token, ['4-3'])).body.booking_id
  assert.deepEqual(await locatorsOf(world, token), [own, paid.body.booking_id, early])
  assert.deepEqual(
    await locatorsOf(world, guest),
    [early],
    'the old token of the guest has what was the guest’s',
  )
  assert.equal((await world.call('GET', `/api/bookings/${own}`, { token: guest })).status, 404)
  // Another device: what its guest did comes along, and what was there before is there.
  const phone = await world.guest()
  const late = (await sell(world, phone, ['4-4'])).body.booking_id
  const there = String((await signIn(world, { email, password }, phone)).body.token)
  for (const one of [token, there])
    assert.deepEqual(await locatorsOf(world, one), [late, own, paid.body.booking_id, early])
  for (const booking of [early, own, late]) {
    const path = `/api/bookings/${booking}`
    assert.equal((await world.call('GET', path, { token: there })).status, 200)
    const quote = await world.call('POST', `${path}/cancellation_quotes`, { token: there, body: {} })
    assert.equal(quote.status, 201, quote.text)
    const cancelled = await world.call('POST', `${path}/cancellations`, {
      ...{ token: there, key: String(booking), body: { quote_id: quote.body.quote_id } },
    })
    assert.equal(cancelled.status, 201, cancelled.text)
  }
  const stranger = await accountToken(world, 'eve@example.org')
  assert.deepEqual(await locatorsOf(world, stranger), [])
  await world.app.close()
})

test('R64: a booking that a guest found by its code stays found after signing in', async () => {
  const world = await open()
  const { booking_id: id, link_token: link } = (await sell(world, await world.guest(), ['4-1'])).body
  const finder = await world.guest()
  const path = `/api/bookings/${id}`
  const asked = { token: finder, body: {} }
  assert.equal((await world.call('POST', `/api/bookings/by_link/${link}/codes`, asked)).status, 202)
  const body = { code: await codeTo(world) }
  assert.equal((await world.call('POST', `${path}/grants`, { token: finder, body })).status, 201)
  const token = String((await registerAs(world, finder, 'bob@example.org')).body.token)
  assert.deepEqual(await locatorsOf(world, token), [id])
  const quote = await world.call('POST', `${path}/cancellation_quotes`, { token, body: {} })
  assert.equal(quote.status, 201, quote.text)
  await world.app.close()
})

test('R65: a session ends unused, at its limit, at signing out, and everywhere; its token opens nothing then', async () => {
  const world = await open()
  const [idle, used] = [await accountToken(world, email), await accountToken(world, email)]
  for (let hour = 0; hour < 4; hour++) {
    await world.advance(3_599_000)
    if (hour < 3) assert.equal((await me(world, used)).status, 200)
  }
  assert.equal((await me(world, idle)).body.reason, 'session_expired')
  await world.advance(4_000)
  assert.equal((await me(world, used)).body.reason, 'session_expired')
  const [one, two] = [await accountToken(world, email), await accountToken(world, email)]
  const listed = await world.call('GET', '/api/account/sessions', { token: two })
  assert.deepEqual(
    (listed.body.sessions as { is_current: boolean }[]).map((session) => session.is_current),
    [true, false],
  )
  assert.equal((await world.call('DELETE', '/api/account/sessions/current', { token: one })).status, 204)
  assert.equal((await me(world, one)).body.reason, 'session_unknown')
  const three = await accountToken(world, email)
  assert.equal((await world.call('DELETE', '/api/account/sessions', { token: three })).status, 204)
  for (const token of [two, three]) assert.equal((await me(world, token)).status, 401)
  await world.app.close()
})

test('R65, R67: a new password ends every session, begins one, and its owner is told', async () => {
  const world = await open()
  const [token, other] = [await accountToken(world, email), await accountToken(world, email)]
  const change = (entered: string) =>
    world.call('POST', '/api/account/password', {
      ...{ token, body: { password: entered, new_password: 'another horse battery' } },
    })
  assert.equal((await change('wrong')).body.code, 'sign_in_refused')
  const changed = await change(password)
  assert.equal(changed.status, 201, changed.text)
  for (const one of [token, other]) assert.equal((await me(world, one)).status, 401)
  assert.equal((await me(world, String(changed.body.token))).status, 200)
  assert.deepEqual(
    (await mailsTo(world, email)).map(({ kind }) => kind),
    ['password_changed'],
  )
  const guest = await world.guest()
  await world.call('POST', '/api/accounts/reset_codes', { token: guest, body: { email } })
  const code = await codeTo(world, email)
  const reset = await world.call('POST', '/api/accounts/passwords', {
    ...{ token: guest, body: { code, new_password: password } },
  })
  assert.equal(reset.status, 201, reset.text)
  assert.equal((await me(world, String(changed.body.token))).status, 401)
  assert.equal((await me(world, String(reset.body.token))).status, 200)
  assert.deepEqual(
    (await mailsTo(world, email)).map(({ kind }) => kind),
    ['password_changed'],
  )
  assert.equal((await signIn(world, { email, password })).status, 201)
  await world.app.close()
})

test('R65: a page gets the session cookie, which replaces the one of the guest, and loses it at signing out', async () => {
  const world = await open()
  await accountToken(world, email)
  const begun = await world.call('POST', '/api/account/sessions', {
    ...{ body: { email, password }, headers: ownPage },
  })
  assert.deepEqual([begun.status, begun.body.token], [201, undefined])
  const [cookie = '', ...attributes] = String(begun.headers['set-cookie']).split('; ')
  assert.match(cookie, /^holdfast_session_\d+=s1\./)
  assert.deepEqual(
    attributes.filter((one) => !one.startsWith('Max-Age')),
    ['Path=/', 'HttpOnly', 'SameSite=Lax'],
  )
  const known = await world.call('POST', '/api/page_sessions', { headers: { cookie, ...ownPage } })
  assert.equal(known.status, 200, 'the pages keep the session of the account')
  const elsewhere = { cookie, 'sec-fetch-site': 'cross-site' }
  const foreign = await world.call('DELETE', '/api/account/sessions/current', { headers: elsewhere })
  assert.equal(foreign.status, 403)
  const gone = await world.call('DELETE', '/api/account/sessions/current', {
    headers: { cookie, ...ownPage },
  })
  assert.match(String(gone.headers['set-cookie']), /^holdfast_session_\d+=; Max-Age=0/)
  const late = await world.call('POST', '/api/page_sessions', { headers: { cookie, ...ownPage } })
  assert.equal(late.status, 201, 'a new guest')
  await world.app.close()
})

test('R71: an account gets another address with its password and the code sent there, and the old one is told', async () => {
  const world = await open()
  await accountToken(world, 'eve@example.org')
  const token = await accountToken(world, email)
  await mailsTo(world)
  const next = 'Ada@example.com'
  const ask = (body: object) =>
    world.call('POST', '/api/account/email_codes', { token, body: { email: next, password, ...body } })
  const enter = (code: unknown) => world.call('POST', '/api/account/email', { token, body: { code } })
  assert.equal((await ask({ password: 'wrong' })).body.code, 'sign_in_refused')
  assert.equal((await ask({ email: 'eve@example.org' })).status, 202)
  assert.deepEqual(
    (await mailsTo(world)).map(({ recipient, kind }) => [recipient, kind]),
    [['eve@example.org', 'account_exists']],
  )
  await world.advance(resendMs)
  assert.equal((await ask({})).status, 202)
  const code = await codeTo(world, next)
  assert.equal((await enter('0000000000')).body.code, 'code_not_accepted')
  assert.equal((await me(world, token)).body.email, email)
  const moved = await enter(code)
  assert.deepEqual([moved.status, moved.body.email], [200, next], moved.text)
  assert.equal((await enter(code)).body.code, 'code_not_accepted', 'a code works once')
  assert.deepEqual(
    (await mailsTo(world)).map(({ recipient, kind }) => [recipient, kind]),
    [[email, 'email_changed']],
  )
  assert.equal((await signIn(world, { email, password })).status, 401)
  assert.equal((await signIn(world, { email: 'ada@EXAMPLE.com', password })).status, 201)
  assert.equal((await me(world, token)).status, 200, 'sessions go on')
  await world.app.close()
})

test('R71: of two accounts that want one address, who is late is refused, and a code of one moves no other', async () => {
  const world = await open()
  const next = 'one@example.org'
  const tokens = [await accountToken(world, email), await accountToken(world, 'eve@example.org')]
  const codes: (string | undefined)[] = []
  for (const token of tokens) {
    await world.call('POST', '/api/account/email_codes', { token, body: { email: next, password } })
    codes.push(await codeTo(world, next))
  }
  const enter = (token: string | undefined, code: unknown) =>
    world.call('POST', '/api/account/email', { token: String(token), body: { code } })
  assert.equal((await enter(tokens[1], codes[0])).body.code, 'code_not_accepted')
  assert.equal((await enter(tokens[0], codes[0])).status, 200)
  const late = await enter(tokens[1], codes[1])
  assert.deepEqual([late.status, late.body.code], [409, 'email_taken'])
  await world.app.close()
})

test('R70: a deleted account is empty and opens nothing; its bookings stay, and its address is free again', async () => {
  const world = await open()
  const guest = await world.guest()
  const { booking_id: id, link_token: link } = (await sell(world, guest, ['4-1'])).body
  const token = String((await registerAs(world, guest, email)).body.token)
  const remove = (entered: string) =>
    world.call('POST', '/api/account/deletions', { token, body: { password: entered } })
  assert.equal((await remove('wrong')).body.code, 'sign_in_refused')
  assert.equal((await remove(password)).status, 204)
  assert.equal((await me(world, token)).status, 401)
  assert.equal((await signIn(world, { email, password })).status, 401)
  const [row] = (await world.store.readPeople({ since: 0 })).account
  assert.deepEqual([row?.email, row?.emailFolded, row?.passwordHash, row?.guestIds], [null, null, null, []])
  const shown = await world.call('GET', `/api/bookings/by_link/${link}`)
  assert.deepEqual([shown.status, shown.body.booking_id], [200, id])
  const fresh = await accountToken(world, email)
  assert.deepEqual(await locatorsOf(world, fresh), [])
  await world.app.close()
})

test('R64, R31: an account’s requests ask the database for nobody', async () => {
  const world = await open()
  const token = await accountToken(world, email)
  await me(world, token)
  let reads = 0
  const { readPeople } = world.store
  world.store.readPeople = (scope) => {
    reads++
    return readPeople.call(world.store, scope)
  }
  for (let round = 0; round < 3; round++) {
    await holdSeats(world, token, `hold ${round}`, [`4-${round + 1}`])
    assert.equal((await world.call('GET', '/api/bookings', { token })).status, 200)
  }
  assert.equal(reads, 0)
  await world.app.close()
})

test('R61, R63: fifty copies of each request that meet have one effect', async () => {
  const world = await open()
  const guest = await world.guest()
  const copies = (url: string, body: object) =>
    Promise.all(Array.from({ length: 50 }, () => world.call('POST', url, { token: guest, body })))
  const won = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 201).length
  await copies('/api/accounts', { email, password })
  const mails = await mailsTo(world, email)
  assert.equal(mails.length, 1)
  assert.equal(won(await copies('/api/accounts/verifications', { code: mails[0]?.content?.code })), 1)
  await copies('/api/accounts/reset_codes', { email })
  const body = { code: await codeTo(world, email), new_password: 'another password' }
  assert.equal(won(await copies('/api/accounts/passwords', body)), 1)
  const { account } = await world.store.readPeople({ since: 0 })
  assert.equal(account.length, 1)
  await world.app.close()
})

test('R14, R62: nothing personal of an account is in a log', async () => {
  const world = await open()
  const secret = 'zanzibar'
  const token = await accountToken(world, `${secret}@example.org`)
  await signIn(world, { email: `${secret}@example.org`, password: `${secret} is wrong` })
  await me(world, token)
  assert.ok(!world.logged.join('\n').includes(secret))
  await world.app.close()
})
