import assert from 'node:assert/strict'
import test from 'node:test'
import { drawingThread } from '../src/app/tickets/drawings.ts'
import { drawSheet } from '../src/app/tickets/pdf/draw-sheet.ts'
import { papers } from '../src/domain/tickets/ticket-sheet.ts'
import { readAztec } from './harness/read-aztec.ts'
import { drawPages, wordsOf } from './harness/read-pdf.ts'
import { sheet, sheetCode } from './harness/ticket-sheet.ts'

const textOf = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1')
/** A text as a PDF has it if it is not all ASCII, or as it is. */
const written = (text: string) => {
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1')
  return utf16.replaceAll(/[\\()]/g, (sign) => `\\${sign}`)
}

for (const paper of papers)
  test(`F49: ZXing reads the code from the ticket on paper (${paper}) as PDFium draws it`, async () => {
    const [page] = await drawPages(await drawSheet(sheet({ paper })))
    assert.ok(page)
    assert.deepEqual(await readAztec(page), sheetCode)
  })

test('F49: a sheet for a telephone is one page, and one for a printer has as many as a party needs', async () => {
  const seats = Array.from({ length: 9 }, (_, at) => ({
    ...{ place: `Coach 4, seat ${at}`, who: `Passenger ${at}`, price: '€24.00' },
  }))
  const plans = Array.from({ length: 9 }, () => sheet().plans).flat()
  const counts = papers.map(
    async (paper) => (await drawPages(await drawSheet(sheet({ paper, seats, plans })))).length,
  )
  assert.deepEqual(await Promise.all(counts), [2, 1])
  assert.equal((await drawPages(await drawSheet(sheet()))).length, 1)
})

test('F50: a ticket on paper has a language, a title, tags, and words for its pictures', async () => {
  const pdf = textOf(await drawSheet(sheet({ language: 'de' })))
  for (const part of ['/Lang (de)', '/Marked true', '/StructTreeRoot', '/DisplayDocTitle true', 'pdfuaid'])
    assert.ok(pdf.includes(part), part)
  for (const tag of ['Document', 'H1', 'H2', 'P', 'Figure']) assert.match(pdf, new RegExp(`/S /${tag}\\b`))
  assert.ok(pdf.includes('/Alt (Ticket code of booking 7K3M9QXA)'))
  assert.ok(pdf.includes('/Alt (Your seats in coach 4: 32)'))
})

test('F51: names in Latin, Greek, Cyrillic, Arabic and Hebrew are whole, and can be read out', async () => {
  for (const who of ['Łucja Žižková', 'Ελένη Παπαδοπούλου', 'Наталья Щукина', 'محمد خان', 'שרה כהן']) {
    const pdf = await drawSheet(sheet({ seats: [{ place: 'Coach 4, seat 32', who, price: '€24.00' }] }))
    assert.ok(textOf(pdf).includes(written(who)), who)
    assert.doesNotMatch(await wordsOf(pdf), /\?|letters are missing/, who)
  }
})

test('F52: for letters without a font the sheet has question marks, and says so', async () => {
  const seats = [{ place: 'Coach 4, seat 32', who: '山田 Hanako', price: '€24.00' }]
  const words = await wordsOf(await drawSheet(sheet({ seats })))
  assert.match(words, /\?\? Hanako/)
  assert.match(words, /Some letters are missing/)
  assert.doesNotMatch(await wordsOf(await drawSheet(sheet())), /\?|letters are missing/)
})

test('F53: a ticket on paper has only the letters that it uses, and the same ticket is the same file', async () => {
  const first = await drawSheet(sheet())
  assert.ok(first.length < 40_000, `${first.length} bytes`)
  assert.equal(textOf(await drawSheet(sheet())), textOf(first))
})

test('F54: the thread of drawings draws the same, beside codes that are asked for meanwhile', async () => {
  const drawings = drawingThread()
  const [drawn, symbol] = await Promise.all([drawings.sheet(sheet()), drawings.symbol(sheetCode)])
  assert.equal(textOf(drawn), textOf(await drawSheet(sheet())))
  assert.equal(symbol.path, sheet().symbol.path)
})
