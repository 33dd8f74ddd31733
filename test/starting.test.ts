import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runHoldfast } from './harness/processes.ts'
import { dayAhead } from './harness/railway.ts'
import { createWorld, temporaryFolder, type World } from './harness/world.ts'

/** Reports at the end of a process which libraries and which folders of `src` it has loaded. */
const teller = `
  import { registerHooks } from 'node:module'
  import { writeSync } from 'node:fs'
  const loaded = new Set()
  registerHooks({
    load(url, context, next) {
      const library = /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]
      loaded.add(library ?? /\\/src\\/\\w+/.exec(url)?.[0].slice(1) ?? 'node')
      return next(url, context)
    },
  })
  process.on('exit', () => writeSync(2, 'loaded ' + [...loaded].sort().join(' ') + '\\n'))
`
const telling = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(teller)}` }

function loadedBy(stderr: string): readonly string[] {
  // A thread reports for itself.
  const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].flatMap(([, names = '']) => names.split(' '))
  assert.ok(loaded.includes('src/main'), stderr)
  return loaded.filter((name) => name !== 'node')
}

// What is loaded is told by the names of files, which a bundle does not have.
delete process.env.HOLDFAST_MAIN

const light = ['commander', 'src/app', 'src/cli', 'src/domain', 'src/main', 'src/parts']

test('O22: help, wrong use, and questions to a running server load neither store nor HTTP', async (t) => {
  const world = await createWorld(t)
  const stations = (await world.client.stations()).body.stations
  const [from, to] = stations.map(({ station_code: code }) => code)
  assert.ok(from && to)
  const asked = [['--help'], ['serve', '--help'], ['nonsense'], ['config'], ['runs', from, to]]
  await Promise.all(
    [...asked, ['runs', from, to, '--date', dayAhead(1)]].map(async (args) => {
      const { stderr } = await runHoldfast(args, { ...world.environment, ...telling })
      assert.deepEqual(
        loadedBy(stderr).filter((name) => !light.includes(name)),
        [],
        args.join(' '),
      )
    }),
  )
})

test('O22: a server loads its reference pages when somebody opens them, and no database that it does not use', async (t) => {
  const [looked, other] = await Promise.all([servedBy(t, ['/docs/', '/docs/js/scalar.js']), servedBy(t, [])])
  const pages = '@scalar/fastify-api-reference'
  assert.ok(looked.includes(pages) && !other.includes(pages), `${looked.join(' ')}; ${other.join(' ')}`)
  assert.ok(other.includes('better-sqlite3') && !other.includes('pg'), other.join(' '))
})

/** What a server has loaded after it was asked for these paths and stopped. */
async function servedBy(t: Parameters<typeof createWorld>[0], paths: readonly string[]) {
  const world: World = await createWorld(t, { env: { ...telling, HOLDFAST_DATA: temporaryFolder(t) } })
  for (const path of paths) assert.equal((await world.client.call('GET', path)).status, 200)
  await world.stopServer()
  return loadedBy(world.server.output())
}
