import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Feed } from './feed.ts'
import { Problems } from './problems.ts'
import { readTable } from './table.ts'

/** A feed of one file, cut into chunks at the given places. */
function feedOf(content: Buffer, chunkBytes: number): Feed {
  return {
    name: 'made',
    sizeOf: () => content.length,
    async open() {
      return (async function* () {
        for (let at = 0; at < content.length; at += chunkBytes) yield content.subarray(at, at + chunkBytes)
      })()
    },
    close: () => undefined,
  }
}

/** Numbers in [0, 1) that a seed repeats (mulberry32, public domain). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let hash = Math.imul(state ^ (state >>> 15), 1 | state)
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A file of odd rows, with the starting line and contents of each row. */
function oddFile(random: () => number) {
  const pick = (choices: readonly string[]) => choices[Math.floor(random() * choices.length)] ?? ''
  const expected: { line: number; a: string; b: string }[] = []
  let text = `${pick(['', '\ufeff'])}a,b${pick(['\n', '\r\n'])}`
  const rows = 1 + Math.floor(random() * 40)
  for (let row = 1; row <= rows; row++) {
    text += pick(['', '', '', '\n', '\r\n', '\n\n', '  \n'])
    const line = text.split('\n').length
    const a = `a${row}`
    const b = pick(['', 'x', 'ü', 'x\ny', 'x\r\ny', '\n', '"', '\r\n\r\n', '€,', 'z\n"\n'])
    const isQuoted = /[\n",]/.test(b) || random() < 0.2
    const end = row === rows ? pick(['', '\n']) : pick(['\n', '\r\n'])
    text += `${a},${isQuoted ? `"${b.replaceAll('"', '""')}"` : b}${end}`
    expected.push({ line, a, b })
  }
  return { text, expected }
}

const seeds = 400

test('T2: every row is read with its starting line, wherever the file is cut into chunks', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    const random = seeded(seed)
    const { text, expected } = oddFile(random)
    const rows: typeof expected = []
    const problems = new Problems()
    const feed = feedOf(Buffer.from(text), 1 + Math.floor(random() * 30))
    const form = { file: 'made.txt', keys: ['a'] as const, columns: ['b'] as const }
    await readTable<'a' | 'b'>({ feed, problems, onProgress: () => undefined }, form, (field, line) => {
      rows.push({ line, a: field('a'), b: field('b') })
    })
    problems.refuseIfAny()
    const oneLine = (value: string) => value.replaceAll(/[\t-\r]+/g, ' ').trim()
    const onOneLine = expected.map(({ line, a, b }) => ({ line, a: oneLine(a), b: oneLine(b) }))
    assert.deepEqual(rows, onOneLine, `seed ${seed}: ${JSON.stringify(text)}`)
  }
})

test('T1: bytes that are not UTF-8 are reported with their line, wherever the file is cut into chunks', async () => {
  const lines = ['a,b', '1,ü', '2,€€', '', '3,ä', '4,x']
  for (const bad of [1, 2, 4, 5])
    for (let chunkBytes = 1; chunkBytes < 30; chunkBytes++) {
      const parts = lines.map((line, index) =>
        Buffer.concat([Buffer.from(line), Buffer.from(index === bad ? [0xe4] : []), Buffer.from('\n')]),
      )
      const problems = new Problems()
      const feed = feedOf(Buffer.concat(parts), chunkBytes)
      await readTable(
        { feed, problems, onProgress: () => undefined },
        { file: 'made.txt', keys: ['a', 'b'] },
        () => undefined,
      )
      assert.throws(() => problems.refuseIfAny(), {
        message: `made.txt, line ${bad + 1}: is not UTF-8 text; save the file as UTF-8`,
      })
    }
})

test('T2: a bug in the row reader is not reported as a fault of the feed', async () => {
  const feed = feedOf(Buffer.from('a\n1\n'), 100)
  const reading = { feed, problems: new Problems(), onProgress: () => undefined }
  const bug = new TypeError('a bug')
  await assert.rejects(
    readTable(reading, { file: 'made.txt', keys: ['a'] }, () => {
      throw bug
    }),
    bug,
  )
})
