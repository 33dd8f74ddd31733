import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Instant } from '../domain/instant.ts'
import { emailProblem } from '../domain/records/contact.ts'
import { mailFiles } from './mail-files.ts'
import { type Mail, MailFailed, MailRefused } from './mailer.ts'
import { smtpMailer } from './smtp.ts'
import { startSmtpServer } from './smtp-server.fixture.ts'

const from = 'Holdfast <tickets@example.org>'
const mail: Mail = {
  to: 'ada@example.net',
  subject: 'Ihr Code für die Buchung 7K3M9QXA',
  text: 'Ihr Code:\n\n    48217 39051\n\n.\nEnde\n',
  html: '<p>48217 39051</p>',
  messageId: '<1.2.abc@example.org>',
  at: Date.UTC(2027, 2, 15, 8) as Instant,
}

async function smtp(t: TestContext) {
  const server = await startSmtpServer()
  const mailer = smtpMailer({ url: server.url, from })
  t.after(async () => {
    await mailer.close()
    await server.stop()
  })
  return { server, mailer }
}

test('J1: a mail reaches the server with sender, recipient, Message-ID, plain text and HTML', async (t) => {
  const { server, mailer } = await smtp(t)
  await mailer.send(mail)
  const [taken] = server.mails
  assert.match(taken?.from ?? '', /^<tickets@example\.org>/)
  assert.match(taken?.to ?? '', /^<ada@example\.net>/)
  const data = taken?.data ?? ''
  for (const header of [/^From: Holdfast <tickets@example\.org>$/m, /^To: ada@example\.net$/m])
    assert.match(data.replaceAll('\r', ''), header)
  assert.match(data, /^Message-ID: <1\.2\.abc@example\.org>\r$/m)
  assert.match(data, /^Date: Mon, 15 Mar 2027 08:00:00 \+0000\r$/m)
  assert.match(data, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(data, /multipart\/alternative/)
  assert.match(data, /text\/plain[\s\S]*48217 39051[\s\S]*text\/html[\s\S]*48217 39051/)
  assert.match(data, /^\.\r$/m, 'a line with a dot alone does not end it')
})

test('J15: files come with a mail whole, those to keep as attachments and those to see within its HTML', async (t) => {
  const { server, mailer } = await smtp(t)
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256)
  const attachments = [
    { fileName: 'ticket-7K3M9QXA.pdf', mediaType: 'application/pdf', bytes },
    { fileName: 'logo.png', mediaType: 'image/png', bytes: bytes.subarray(0, 99), contentId: 'logo' },
  ]
  await mailer.send({ ...mail, html: '<img src="cid:logo" alt="">', attachments })
  const data = (server.mails[0]?.data ?? '').replaceAll('\r', '')
  for (const [name, type, disposition, sent] of [
    ['ticket-7K3M9QXA.pdf', 'application/pdf', 'attachment', bytes],
    ['logo.png', 'image/png', 'inline', bytes.subarray(0, 99)],
  ] as const) {
    const part = data.split(/^--.*$/m).find((one) => one.includes(`filename=${name}`)) ?? ''
    assert.match(part, new RegExp(`^Content-Type: ${type};`, 'm'))
    assert.match(part, new RegExp(`^Content-Disposition: ${disposition};`, 'm'))
    const body = part.slice(part.indexOf('\n\n')).replaceAll(/\s/g, '')
    assert.ok(Buffer.from(body, 'base64').equals(sent), name)
  }
  assert.match(data, /^Content-Id: <logo>$/im)
  assert.match(data, /multipart\/mixed[\s\S]*multipart\/alternative/)
})

test('J2: a server that is away, busy, slow to refuse or rude may have the mail later', async (t) => {
  const { server, mailer } = await smtp(t)
  const scripts: readonly (readonly [RegExp, string])[] = [
    [/^EHLO|^HELO/, '421 too busy'],
    [/^MAIL/, '451 try again'],
    [/^MAIL/, '550 we do not know this sender'],
    [/^RCPT/, '450 greylisted, for ada@example.net'],
    [/^DATA/, '452 no room'],
    [/^\.$/, '554 it looks like spam'],
    [/^\.$/, 'hang up'],
  ]
  for (const [form, line] of scripts) {
    server.script = (command) => (form.test(command) ? line : undefined)
    await assert.rejects(mailer.send(mail), (fault) => fault instanceof MailFailed, line)
  }
  server.script = () => undefined
  await server.stop()
  await assert.rejects(mailer.send(mail), MailFailed)
  await server.start()
  await mailer.send(mail)
  const count = server.mails.length
  assert.equal(server.mails[count - 1]?.data.includes('<1.2.abc@example.org>'), true)
})

test('J2: a recipient whom the server refuses for good is refused', async (t) => {
  const { server, mailer } = await smtp(t)
  server.script = (command) => (command.startsWith('RCPT') ? '550 no ada@example.net here' : undefined)
  await assert.rejects(mailer.send(mail), MailRefused)
})

test('J8, I17: what a mailer says of a failure names neither address nor content', async (t) => {
  const { server, mailer } = await smtp(t)
  const faults: unknown[] = []
  for (const word of ['MAIL', 'RCPT', 'DATA', '.']) {
    server.script = (command) => (command.startsWith(word) ? `550 ${mail.to} 48217 39051` : undefined)
    await mailer.send(mail).catch((fault) => faults.push(fault))
  }
  assert.equal(faults.length, 4)
  for (const fault of faults) {
    assert.ok(fault instanceof Error)
    const text = `${fault.stack} ${JSON.stringify(fault, Object.getOwnPropertyNames(fault))} ${fault.cause}`
    assert.doesNotMatch(text, /ada|48217/)
  }
})

test('J7: whatever is in an address or a subject, it stays in its header', async (t) => {
  const { server, mailer } = await smtp(t)
  const evil = 'x\r\nBcc: mallory@example.net\r\n\r\nHello'
  const to = 'ada@example.net>\r\nRCPT TO:<mallory@example.net'
  assert.ok(emailProblem(to), 'no booking has such an address')
  for (const one of [
    { ...mail, subject: evil },
    { ...mail, messageId: `<1@a>${evil}` },
    { ...mail, to },
  ])
    await mailer.send(one).catch(() => undefined)
  assert.ok(
    server.commands.every((command) => !/^RCPT TO:<mallory/i.test(command)),
    server.commands.join('\n'),
  )
  for (const { data } of server.mails) {
    const head = data.slice(0, data.indexOf('\r\n\r\n'))
    assert.doesNotMatch(head, /^(Bcc|RCPT)/im)
    assert.match(head, /^Auto-Submitted/m, 'the head did not end early')
  }
})

test('J6: without a mail server, a mail is a file that only this user can read', async (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'holdfast-mails-')), 'outbox')
  t.after(() => rmSync(join(folder, '..'), { recursive: true }))
  const mailer = mailFiles(folder, from)
  await mailer.send(mail)
  await mailer.send({ ...mail, messageId: '<1.3.abc@example.org>', text: 'another' })
  await mailer.send(mail)
  const names = readdirSync(folder).toSorted()
  assert.deepEqual(names, [
    '2027-03-15T08-00-00-000Z-1-2-abc-example-org.eml',
    '2027-03-15T08-00-00-000Z-1-3-abc-example-org.eml',
  ])
  for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600)
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  const text = readFileSync(join(folder, names[0] ?? ''), 'latin1')
  assert.match(text, /^To: ada@example\.net\r\n/m)
  assert.match(text, /48217 39051/)
  assert.deepEqual(
    mailer.recent().map((one) => one.messageId),
    ['<1.2.abc@example.org>', '<1.3.abc@example.org>'],
  )
})

test('J6: files of more than a week ago are removed, and nothing else', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-mails-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of ['old.eml', 'new.eml', 'old.txt']) writeFileSync(join(folder, name), '')
  const weekAgo = Date.now() / 1000 - 7 * 24 * 3_600 - 60
  for (const name of ['old.eml', 'old.txt']) utimesSync(join(folder, name), weekAgo, weekAgo)
  await mailFiles(folder, from).send(mail)
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => !name.startsWith('2027'))
      .toSorted(),
    ['new.eml', 'old.txt'],
  )
})
