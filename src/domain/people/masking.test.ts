import assert from 'node:assert/strict'
import test from 'node:test'
import { roles } from '../records/people.ts'
import { personalDataFor } from './masking.ts'
import { rightsOfRoles } from './rights.ts'

const ada = { name: 'Ada Vlasak', email: 'ada@example.org', phone: '+41 79 123 45 67' }

test('R100: names and contacts are as they are for the roles with personal_data.read, and masked for all others', () => {
  for (const role of roles) {
    const shown = personalDataFor(rightsOfRoles([role]))
    const seen = [shown.name(ada.name), shown.email(ada.email), shown.phone(ada.phone)]
    const mayRead = ['administrator', 'sales', 'inspector'].includes(role)
    assert.deepEqual(seen, mayRead ? [ada.name, ada.email, ada.phone] : ['A… V…', '…@…', '…'], role)
  }
})

test('R100: a masked name has initials at most, never a whole word, in any script', () => {
  const { name } = personalDataFor(new Set())
  const cases = {
    'Ada Vlasak': 'A… V…',
    '  élodie   d’Arc ': 'É… D…',
    'E\u0301lodie': 'E\u0301…',
    'X Æ': '… …',
    王小明: '…',
    'सीता देवी': '… …',
    'Ольга Ким': 'О… К…',
    'ada@example.org': 'A…',
    '7of9': '…',
    'Juan Carlos María de la Cruz': 'J… C… M…',
    '\u{1D400}da': '…',
  }
  for (const [given, wanted] of Object.entries(cases)) assert.equal(name(given), wanted, given)
})

test('R100: what is not there, or was erased, stays null for everybody', () => {
  for (const rights of [new Set<never>(), rightsOfRoles(roles)]) {
    const { name, email, phone } = personalDataFor(rights)
    assert.deepEqual([name(null), email(null), phone(null)], [null, null, null])
  }
})
