import assert from 'node:assert/strict'
import { test } from 'node:test'

interface Ended {
  readonly status: number | null
}
type Run = (command: string, args: readonly string[], options: object) => Ended
type Environment = Readonly<Record<string, string>>

interface Finder {
  findChromium(own: string, env: Environment, isThere: (path: string) => boolean): string | undefined
  installChromium(run: Run, isRoot: boolean): void
  readonly howToGetChromium: string
}

const { findChromium, installChromium, howToGetChromium } = await load()

async function load(): Promise<Finder> {
  // Imported at run time, because the scripts are JavaScript, which the compiler does not check.
  const script = '../../scripts/chromium.mjs'
  return import(script)
}

function find(files: readonly string[], env: Environment = { PATH: '/bin:/opt/x' }): string | undefined {
  return findChromium('/own/chrome', env, (path) => files.includes(path))
}

test("O1: the browser is the one that CHROMIUM names, else one on the machine, else Playwright's", () => {
  const all = ['/mine', '/opt/x/google-chrome', '/usr/bin/chromium', '/own/chrome']
  assert.equal(find(all, { CHROMIUM: '/mine', PATH: '/opt/x' }), '/mine')
  assert.equal(find(all, { CHROMIUM: '', PATH: '/opt/x' }), '/opt/x/google-chrome')
  assert.equal(find(all, {}), '/usr/bin/chromium')
  assert.equal(find(['/own/chrome']), '/own/chrome')
  assert.equal(find([]), undefined)
})

test('O1: a CHROMIUM that names no file is reported, not ignored', () => {
  assert.throws(() => find(['/usr/bin/chromium'], { CHROMIUM: '/gone' }), /CHROMIUM names \/gone/)
})

test('O1: without a browser, root on Debian installs its package; without apt, nothing is tried', (t) => {
  t.mock.method(console, 'log', () => undefined)
  const tried = ({ isRoot = true, status = 0 }): string[] => {
    const commands: string[] = []
    installChromium((command, args) => {
      commands.push(`${command} ${args.at(-1)}`)
      return { status }
    }, isRoot)
    return commands
  }
  assert.deepEqual(tried({}), ['apt-get --version', 'apt-get update', 'apt-get chromium'])
  assert.deepEqual(tried({ status: 1 }), ['apt-get --version'])
  assert.deepEqual(tried({ isRoot: false }), [])
  assert.match(howToGetChromium, /npx playwright install chromium/)
})
