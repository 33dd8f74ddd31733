import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from './context.ts'
import { CommandFailed, WrongUse } from './failures.ts'
import type { Operations } from './operations.ts'
import { findStationCode } from './stations.ts'

const neustadts = [
  { station_code: 'NW', name: 'Neustadt', near: { name: 'Mannheim' } },
  { station_code: 'NS', name: 'Neustadt', near: { name: 'Dresden' } },
]
const all = [...neustadts, { station_code: 'neustadt', name: 'Bern', near: null }]

/** Finds a station among these with the answers of a person; null if nobody is there to ask. */
async function find(text: string, stations: readonly object[], answers: readonly string[] | null) {
  const noted: string[] = []
  const rest = [...(answers ?? [])]
  const context = {
    output: { isJson: false, note: (line: string) => noted.push(line) },
    tools: {
      ask:
        answers &&
        (async (question: string) => {
          noted.push(question)
          return rest.shift() ?? ''
        }),
    },
  } as unknown as Context
  const operations = { api: async () => ({ status: 200, body: { stations } }) } as unknown as Operations
  return { code: await findStationCode(context, operations, text), noted }
}

test('O98: a code as written, or a name that only one station has, needs no question', async () => {
  assert.equal((await find('neustadt', all, [])).code, 'neustadt')
  assert.equal((await find('ns', neustadts, [])).code, 'NS')
  assert.equal((await find('bern', all, [])).code, 'neustadt')
  assert.equal((await find('bla', [all[2] ?? {}], [])).code, 'neustadt', 'the only one that has the text')
})

test('O98: a name of several stations is asked back on a terminal, with code and place', async () => {
  const { code, noted } = await find('Neustadt', neustadts, ['2'])
  assert.equal(code, 'NS')
  assert.deepEqual(noted, [
    '"Neustadt" could be:',
    ...['  1  Neustadt (NW, near Mannheim)', '  2  Neustadt (NS, near Dresden)', 'Which one? [1 to 2] '],
  ])
})

test('O98: without an answer, or a terminal, a name of several stations is an error that lists them', async () => {
  const expected = new WrongUse(
    '"Neustadt" could be Neustadt (NW, near Mannheim), Neustadt (NS, near Dresden): give the code of one.',
  )
  for (const answers of [null, [''], ['3']])
    await assert.rejects(find('Neustadt', neustadts, answers), expected)
  await assert.rejects(
    find('NEUSTADT', all, null),
    /give the code of one/,
    'a code in other letters, and names',
  )
})

test('O98: a text that no station has is refused, and so is a blank one', async () => {
  await assert.rejects(find('%', [], null), CommandFailed)
  await assert.rejects(find(' ', all, null), /There is no station " "/)
})
