import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emailProblem, phoneProblem } from './records/contact.ts'
import { fold, isStorable, lineProblem, maybeBlankLineProblem, noteProblem } from './text.ts'

test('K1: A text of one line has no U+0000, no half of a surrogate pair, no control character and no line or paragraph separator', () => {
  for (const character of ['\0', '\t', '\n', '\r', '\x1b', '\x7f', '\x85', '\x9b', '\u2028', '\u2029'])
    for (const text of [character, `Ada${character}`, `${character}Ada`, `A${character}da`]) {
      assert.match(lineProblem(text, 100) ?? '', /control characters; it has U\+[0-9A-F]{4}$/)
      assert.match(maybeBlankLineProblem(text, 100) ?? '', /control characters/)
    }
  for (const text of ['\ud800', 'Ada\udc00', '\udc00\ud800'])
    assert.match(lineProblem(text, 100) ?? '', /surrogate/)
  for (let code = 0; code <= 0x9f; code++) {
    const isControl = code < 0x20 || code >= 0x7f
    assert.equal(lineProblem(`Ada${String.fromCodePoint(code)}`, 100) !== undefined, isControl, String(code))
  }
})

test('K2: A text that must say something has at least one visible character, as Unicode properties define it', () => {
  const blank = [
    '',
    ' ',
    '   ',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u200c',
    '\u2060',
    '\u00ad',
    '\ufeff',
    '\u034f',
  ]
  const hidden = [
    '\u115f',
    '\u3164',
    '\uffa0',
    '\u{e0041}',
    '\ufe0f',
    '\u2066\u2069',
    '\u202e',
    '\uffff',
    '\ufdd0',
  ]
  for (const text of [...blank, ...hidden, hidden.join(' ')]) {
    assert.equal(lineProblem(text, 100), 'must not be blank', JSON.stringify(text))
    assert.equal(maybeBlankLineProblem(text, 100), undefined)
    assert.equal(lineProblem(`${text}A`, 100), undefined, 'it is allowed beside a letter')
  }
  // A private character may be a rare name, and an unassigned one a letter of a newer Unicode.
  for (const text of ['O', "O'Brien-Ng", '😀', '👩‍👩‍👧‍👦', 'محمد علي', 'می‌خواهم', '\ue000', '\u0378', '=1+1'])
    assert.equal(lineProblem(text, 100), undefined, text)
})

test('K3: The length of a text is limited, counted in code points', () => {
  assert.equal(lineProblem('a'.repeat(100), 100), undefined)
  assert.equal(lineProblem('😀'.repeat(100), 100), undefined)
  assert.equal(lineProblem('😀'.repeat(101), 100), 'must not have more than 100 characters')
  assert.equal(lineProblem(`Z${'\u0301'.repeat(100)}`, 100), 'must not have more than 100 characters')
})

test('K4: A text of several lines may have line breaks and tabs, and may be blank', () => {
  for (const text of ['', 'a\nb', 'a\r\n\tb']) assert.equal(noteProblem(text, 100), undefined)
  for (const text of ['\0', 'a\x1b[31m', 'a\x85', 'a\u2028', '\ud800'])
    assert.notEqual(noteProblem(text, 100), undefined, JSON.stringify(text))
})

test('K1: both databases can store every text that passes as a line', () => {
  const anything = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  })
  fc.assert(
    fc.property(anything, (text) => {
      if (lineProblem(text, 1000) === undefined) assert.ok(isStorable(text))
      if (noteProblem(text, 1000) === undefined) assert.ok(isStorable(text))
    }),
    { numRuns: 2000 },
  )
})

test('K5: E-mail addresses and telephone numbers are checked for their form', () => {
  for (const address of [
    'ada@example.org',
    'a.b+c@mail.example.co.uk',
    'ü@müller.de',
    "o'brien@x.example",
    'x@xn--mller-kva.de',
  ])
    assert.equal(emailProblem(address), undefined, address)
  const wrong = [
    '',
    'x',
    'ada@example',
    'ada@@example.org',
    'a b@example.org',
    '.a@example.org',
    'a..b@example.org',
  ]
  const worse = [
    'a@b\r\nBcc: c@d',
    '\u200b',
    'a@-x.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b.'.repeat(130)}org`,
    'a@1.2.3.4',
  ]
  for (const address of [...wrong, ...worse]) assert.notEqual(emailProblem(address), undefined, address)
  for (const number of [
    '+41 44 123 45 67',
    '044/123.45.67',
    '(030) 12345',
    '112',
    '٠٣٠ ١٢٣٤٥',
    '+1-202-555-0143',
  ])
    assert.equal(phoneProblem(number), undefined, number)
  for (const number of [
    '',
    ' ',
    '\0',
    '12',
    'call me',
    '+',
    '0'.repeat(16),
    '1'.repeat(60),
    '12345\n',
    '++4412345',
  ])
    assert.notEqual(phoneProblem(number), undefined, JSON.stringify(number))
})

test('K6: Accepted text is kept as it was sent, and compared and searched in folded form', () => {
  for (const [a, b] of [
    ['José', 'jose\u0301'],
    ['STRASSE', 'Straße'],
    ['Ｋöln', 'koln'],
    ['ﬁrst', 'first'],
    ['Łódź', 'lodz'],
    ['so\u00adft', 'soft'],
    ['القَاهِرَة', 'القاهرة'],
    ['שָׁלוֹם', 'שלום'],
    ['Αθήνα', 'αθηνα'],
  ] as const)
    assert.equal(fold(a), fold(b))
  assert.notEqual(fold('Lyon'), fold('Dijon'))
})

test('K6: a mark that is no accent tells words apart: vowels of Hindi, Tamil and Thai, and voiced kana', () => {
  for (const [a, b] of [
    ['कोटा', 'काटा'],
    ['दिल्ली', 'दलाल'],
    ['தமிழ்', 'தமழ'],
    ['กรุงเทพ', 'กรงเทพ'],
    ['がな', 'かな'],
  ] as const)
    assert.notEqual(fold(a), fold(b))
  assert.ok(fold('दिल्ली').startsWith(fold('दिल')), 'and the beginning of a name still finds it')
})

test('K6: plain letters are folded as they are beside others', () => {
  const check = fc.property(fc.string(), (text) => {
    const beside = fold(`${text} É`)
    assert.equal(fold(text), beside.slice(0, -1).trimEnd())
  })
  fc.assert(check)
})
