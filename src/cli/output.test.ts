import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOutput, money, table } from './output.ts'
import { sinkOver } from './terminal.ts'

function sinks(isTTY: boolean) {
  const texts = { stdout: '', stderr: '' }
  const sink = (name: keyof typeof texts) =>
    sinkOver({
      isTTY,
      write: (text: string) => {
        texts[name] += text
      },
    })
  return { texts, stdout: sink('stdout'), stderr: sink('stderr') }
}

test('O5: progress is drawn on a terminal only, and on standard error', () => {
  for (const isTTY of [true, false]) {
    const { texts, stdout, stderr } = sinks(isTTY)
    const output = createOutput(false, stdout, stderr)
    const onProgress = output.progress('Reading')
    onProgress(1, 4)
    onProgress(4, 4)
    output.result({}, () => 'done')
    assert.equal(texts.stdout, 'done\n')
    assert.equal(texts.stderr.includes('Reading ['), isTTY)
  }
})

test('O5: a progress bar is drawn at most ten times a second, and once when it is full', () => {
  const { texts, stdout, stderr } = sinks(true)
  let clock = 0
  const onProgress = createOutput(false, stdout, stderr, () => clock).progress('Reading')
  for (let done = 1; done <= 1000; done++) {
    clock += 1
    onProgress(done, 1000)
  }
  assert.equal(texts.stderr.split('Reading').length - 1, 11)
  assert.match(texts.stderr, /100 %$/)
})

test('O5: with --json the result is one JSON document, and remarks are not written', () => {
  const { texts, stdout, stderr } = sinks(false)
  const output = createOutput(true, stdout, stderr)
  output.note('a remark')
  output.result({ a: 1 }, () => 'text')
  assert.deepEqual(JSON.parse(texts.stdout), { a: 1 })
  assert.equal(texts.stderr, '')
})

test('O5: tables align their columns, with numbers on the right', () => {
  const text = table(
    ['name', 'seats'],
    [
      ['Åre', 7],
      ['Zürich HB', 1000],
    ],
  )
  assert.deepEqual(text, ['name       seats', 'Åre            7', 'Zürich HB   1000'])
})

test('O5: money is written in the unit of its currency', () => {
  assert.equal(money(1250, 'EUR'), '12.50 EUR')
  assert.equal(money(500, 'JPY'), '500 JPY')
})
