import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { askerOver, chosenNumber, isYes } from './ask.ts'

function terminal(isTTY: boolean) {
  const stream = () => Object.assign(new PassThrough(), { isTTY })
  const [input, output] = [stream(), stream()]
  return { input, ask: askerOver(input as never, output as never) }
}

test('O70: only a plain yes on a terminal is a yes, and the end of the input is a no', async () => {
  const answers = { 'y\n': true, ' YES \n': true, 'n\n': false, '\n': false, 'yesterday\n': false }
  for (const [typed, expected] of Object.entries(answers)) {
    const { input, ask } = terminal(true)
    const answer = ask?.('Do it? ')
    input.write(typed)
    assert.equal(isYes((await answer) ?? ''), expected, JSON.stringify(typed))
  }
  const { input, ask } = terminal(true)
  const answer = ask?.('Do it? ')
  input.end()
  assert.equal(await answer, '')
})

test('O70: where one of the streams is no terminal nobody is asked', () => {
  assert.equal(terminal(false).ask, null)
})

test('O98: only the number of something on the list chooses it', () => {
  const answers = { '1': 1, ' 3 ': 3, '4': undefined, '0': undefined, '': undefined, '1.5': undefined }
  for (const [answer, expected] of Object.entries(answers)) assert.equal(chosenNumber(answer, 3), expected)
})
