import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { type Role, roles } from '../records/people.ts'
import { isRight, type Right, rights, rightsOfRoles, rightsTable, rolesWith } from './rights.ts'

/** What each role has, told apart from the table, so that a slip in one of them is seen. */
const expected: Readonly<Record<Exclude<Role, 'administrator'>, string>> = {
  inventory: 'timetables.read timetables.import runs.read runs.change blocks.read blocks.change',
  sales:
    'runs.read blocks.read bookings.find bookings.sell bookings.change bookings.cancel money.reports ' +
    'money.compensate money.forgive_fees money.close_day personal_data.read',
  inspector: 'runs.read manifest.read tickets.check personal_data.read',
  auditor:
    'timetables.read runs.read blocks.read bookings.find manifest.read money.reports people.read ' +
    'keys.read audit.read changes.read settings.read system.read',
}

/** Rights that only look, whatever their names end in. */
const looking: ReadonlySet<Right> = new Set(rights.filter((right) => /\.(read|find|reports)$/.test(right)))

test('R45: every role has exactly the rights that its line names, and an administrator has all', () => {
  for (const role of roles) {
    const wanted = role === 'administrator' ? rights : expected[role].split(' ')
    for (const right of rights)
      assert.equal(rightsOfRoles([role]).has(right), wanted.includes(right), `${role} ${right}`)
    assert.ok(wanted.every(isRight), role)
  }
})

test('R45: whoever has several roles has the rights of each and no more, in every combination', () => {
  for (let mask = 0; mask < 2 ** roles.length; mask++) {
    const held = roles.filter((_, index) => mask & (2 ** index))
    for (const right of rights)
      assert.equal(
        rightsOfRoles(held).has(right),
        held.some((role) => rolesWith(right).includes(role)),
        `${held.join(' ')} ${right}`,
      )
  }
})

test('R46: an auditor reads everything but personal data, and changes nothing', () => {
  const auditor = rightsOfRoles(['auditor'])
  for (const right of rights)
    assert.equal(auditor.has(right), looking.has(right) && right !== 'personal_data.read', right)
})

test('R45: what is no right is none, even if every object has a member of that name', () => {
  for (const text of ['', 'constructor', '__proto__', 'toString', 'audit', 'AUDIT.READ'])
    assert.equal(isRight(text), false, text)
})

test('R47: docs/rights.md is what the table says; UPDATE=1 rewrites it', () => {
  const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'rights.md')
  if (process.env.UPDATE === '1') writeFileSync(file, page())
  const isSame = readFileSync(file, 'utf8') === page()
  assert.ok(isSame, 'docs/rights.md is stale: UPDATE=1 node --test src/domain/people/rights.test.ts')
})

function page(): string {
  const lines = rights.map((right) => {
    const cells = roles.map((role) => (rolesWith(right).includes(role) ? 'yes' : ''))
    return `| \`${right}\` | ${[rightsTable[right].allows, ...cells].join(' | ')} |`
  })
  return [
    '# Rights',
    '',
    'Who may do what. `src/domain/people/rights.ts` has the table, and this page is made from it.',
    '',
    'Staff have the rights of all their roles; an API key has the rights that it was made with. A request',
    'that needs a right that its caller does not have is answered 403 `forbidden`, with the name',
    'of the right.',
    '',
    `| right | allows | ${roles.join(' | ')} |`,
    `|---|---|${roles.map(() => '---|').join('')}`,
    ...lines,
    '',
  ].join('\n')
}
