import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandFailed } from './failures.ts'
import { createLog } from './log.ts'
import { createOutput, table } from './output.ts'
import { logDestination } from './readable-log.ts'
import { showInLine, sinkOver } from './terminal.ts'

/** Sequences that add color, set a title, clear the screen, forge a line or reverse its direction. */
const hostile = '\x1b[31mred\x1b]0;owned\x07 \x9b2J \u202egnirts\u2066 a\rb\nforged\u2028line\x7f\0\ud800'
const harmful = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u

function terminal(isTTY = false) {
  const texts: string[] = []
  return { text: () => texts.join(''), sink: sinkOver({ isTTY, write: (text) => texts.push(text) }) }
}

test('O50: Outside text never reaches a terminal raw: tables, problems and sentences of the command line show control characters by their number', () => {
  const { text, sink } = terminal()
  const output = createOutput(false, sink, sink)
  output.result({}, () => hostile)
  output.result({}, () => [hostile, `Booked for ${hostile}.`])
  output.result({}, () => table(['name', hostile], [[hostile, 1]]))
  output.note(hostile)
  sink.write(`${new CommandFailed(hostile).message}\n`)
  assert.doesNotMatch(text(), harmful)
  assert.equal(
    text().match(/^forged/gm)?.length,
    1,
    'only a single sentence may have several lines; nothing else starts a line',
  )
  assert.match(text(), /\\u001b\[31mred/)
})

test('O50: names in other scripts and emoji are written unchanged', () => {
  for (const name of ['محمد علي', 'می‌خواهم', '👩‍👩‍👧‍👦', 'Jose\u0301', 'Łódź', 'Ｋöln'])
    assert.equal(showInLine(name), name)
})

test('O50: with --json the output is still JSON with the same content', () => {
  const { text, sink } = terminal()
  createOutput(true, sink, sink).result({ name: hostile }, () => '')
  assert.doesNotMatch(text(), harmful)
  assert.deepEqual(JSON.parse(text()), { name: hostile })
})

test('O50: the log shows controls the same way, in color on a terminal and as JSON elsewhere', () => {
  for (const isTTY of [true, false]) {
    const { text, sink } = terminal(isTTY)
    createLog('info', logDestination(sink)).warn({ source: hostile }, 'imported')
    const said = isTTY ? text().slice('\x1b[33m'.length, -'\x1b[0m\n'.length) : text()
    assert.doesNotMatch(said, harmful)
    assert.equal(said.trimEnd().split('\n').length, 1)
    if (!isTTY) assert.equal(JSON.parse(text()).source, hostile)
  }
})

test('O50: and a bare stream passes controls on, or the tests above prove nothing', () => {
  const { text, sink } = terminal()
  sink.steer(hostile)
  assert.match(text(), harmful)
})
