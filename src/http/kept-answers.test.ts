import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeKeptAnswers } from './kept-answers.ts'

/** An answer of a size that stays current until a test says otherwise. */
function made(size: number) {
  const basis = { tag: 'tag', bytes: 0, isNow: true, isCurrent: () => basis.isNow }
  return { basis, tag: '"tag"', bytes: Buffer.alloc(size, 'x') }
}

test('L30: kept answers are bounded in bytes, and the least recently used one goes first', () => {
  const kept = makeKeptAnswers(100_000)
  kept.keep('a', '/a', made(30_000))
  kept.keep('b', '/b', made(30_000))
  assert.ok(kept.find('/a'))
  kept.keep('c', '/c', made(45_000))
  assert.equal(kept.find('/b'), undefined)
  assert.ok(kept.find('/a') && kept.find('/c'))
  kept.keep('c', '/c', made(60_000))
  assert.ok(kept.bytes > 90_000 && kept.bytes <= 100_000)
  const before = kept.bytes
  const large = kept.keep('d', '/d', made(100_000))
  assert.ok(large.formFor(''), 'an answer larger than the whole limit is sent all the same')
  assert.equal(kept.find('/d'), undefined, 'but not kept')
  assert.equal(kept.bytes, before)
})

test('L30: the forms of an answer count, and forms of an answer that has gone do not', async () => {
  const kept = makeKeptAnswers(100_000)
  const first = kept.keep('a', '/a', { ...made(50_000), bytes: randomText(50_000) })
  const alone = kept.bytes
  await first.formFor('gzip')
  assert.ok(kept.bytes > alone + 10_000)
  const second = kept.keep('b', '/b', { ...made(90_000), bytes: randomText(90_000) })
  assert.equal(kept.find('/a'), undefined)
  const withSecond = kept.bytes
  await first.formFor('br')
  assert.equal(kept.bytes, withSecond)
  await second.formFor('gzip')
  assert.equal(kept.find('/b'), undefined, 'too large with its second form')
  assert.equal(kept.bytes, 0)
})

test('L30: an answer that is no longer current is not found, and takes no more room once it was looked for', () => {
  const kept = makeKeptAnswers(100_000)
  const answer = made(1_000)
  kept.keep('a', '/a', answer)
  assert.ok(kept.find('/a') && kept.findNamed('a', '/a'))
  answer.basis.isNow = false
  assert.equal(kept.find('/a'), undefined)
  assert.equal(kept.findNamed('a', '/a'), undefined)
  assert.equal(kept.bytes, 0)
  kept.keep('a', '/a', answer)
  assert.equal(kept.bytes, 0, 'and one that was old when it was made is not kept at all')
})

test('L31: however many spellings of one question come, they share an answer, and few of them are remembered', () => {
  const kept = makeKeptAnswers(1_000_000)
  const answer = kept.keep('a', '/a', made(10_000))
  for (let spelling = 0; spelling < 1_000; spelling++)
    assert.equal(kept.findNamed('a', `/a?x=${spelling}`), answer)
  assert.equal(kept.find('/a?x=999'), answer)
  assert.equal(kept.find('/a?x=0'), undefined)
  assert.ok(kept.bytes < 11_000)
})

test('L30: whatever is kept and looked for, the bytes are those of what is there', () => {
  const seed = 20261129
  const next = numbers(seed)
  const kept = makeKeptAnswers(50_000)
  const answers = new Map<string, ReturnType<typeof made>>()
  for (let step = 0; step < 20_000; step++) {
    const name = `n${next() % 40}`
    const url = `/${name}?${next() % 8}`
    if (next() % 3 === 0) {
      const answer = made(next() % 8_000)
      answers.set(name, answer)
      kept.keep(name, url, answer)
    } else if (next() % 10 === 0) {
      const answer = answers.get(name)
      if (answer) answer.basis.isNow = false
    } else {
      const found = next() % 2 === 0 ? kept.find(url) : kept.findNamed(name, url)
      const answer = answers.get(name)
      const body = found?.formFor('')
      if (body && 'body' in body) {
        assert.ok(answer?.basis.isNow, `seed ${seed}, step ${step}`)
        assert.equal(Buffer.byteLength(body.body), answer.bytes.length)
      }
    }
    assert.ok(kept.bytes >= 0 && kept.bytes <= 50_000, `seed ${seed}, step ${step}`)
  }
  for (const answer of answers.values()) answer.basis.isNow = false
  for (const name of answers.keys()) kept.findNamed(name, '/')
  assert.equal(kept.bytes, 0)
})

/** Park and Miller's minimal standard generator. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state
  }
}

/** Text that hardly gets smaller. */
function randomText(length: number): Buffer {
  const next = numbers(length)
  return Buffer.from(Array.from({ length }, () => 33 + (next() % 90)))
}
