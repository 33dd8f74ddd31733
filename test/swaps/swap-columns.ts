/**
 * Swaps every two neighbors in the lists of columns, one pair at a time, and has the contract suite look:
 * what it does not notice is a survivor. Nothing on the disk is changed; each pair is a copy of the store's
 * modules in memory.
 *
 *   npm run swaps:nightly                            on SQLite and PostgreSQL
 *   node test/swaps/swap-columns.ts                  on SQLite, in some ten minutes
 *   npm run swaps:nightly -- --part 1/4              the first of four parts, on a shared machine
 *   npm run swaps:nightly -- --only former_runs      those that have this in their name
 */
import { globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import type * as Accounts from '../../src/store/contract-accounts.fixture.ts'
import type * as People from '../../src/store/contract-people.fixture.ts'
import type * as Contract from '../../src/store/contract-rows.fixture.ts'
import type * as Postgres from '../../src/store/postgres/contract-store.fixture.ts'
import { startServer } from '../../src/store/postgres/server.fixture.ts'
import type * as Stores from '../../src/store/store.fixture.ts'
import { smallRange, smallTimetable } from '../../src/store/store.fixture.ts'

const root = join(import.meta.dirname, '..', '..')
const storeUrl = pathToFileURL(join(root, 'src', 'store')).href

/** A file with two neighboring values swapped. */
interface Swap {
  readonly url: string
  readonly text: string
  /** `src/store/columns/sale.ts: seat_holds: from_leg and to_leg`. */
  readonly what: string
}

function swapsIn(path: string): readonly Swap[] {
  const text = readFileSync(join(root, path), 'utf8')
  const lists: ts.ObjectLiteralExpression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'columns')
      if (ts.isObjectLiteralExpression(node.initializer)) lists.push(node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true))
  return lists.flatMap((list) => {
    const columns = list.properties.filter(ts.isPropertyAssignment)
    return columns.slice(1).map((right, index): Swap => {
      const left = columns[index] ?? right
      return {
        url: pathToFileURL(join(root, path)).href,
        text: swapped(text, left.initializer, right.initializer),
        what: `${path}: ${tableOf(list)}: ${left.name.getText()} and ${right.name.getText()}`,
      }
    })
  })
}

/** `table(name, { columns: list })`. */
function tableOf(list: ts.ObjectLiteralExpression): string {
  const call = list.parent.parent.parent
  const name = ts.isCallExpression(call) ? call.arguments[0] : undefined
  return name && ts.isStringLiteral(name) ? name.text : 'a list'
}

function swapped(text: string, left: ts.Node, right: ts.Node): string {
  return (
    text.slice(0, left.getStart()) +
    right.getText() +
    text.slice(left.end, right.getStart()) +
    left.getText() +
    text.slice(right.end)
  )
}

/** Modules of the store that are loaded for a swap carry its number, and so do the modules that they load. */
function loadSwapped(swaps: readonly Swap[]): void {
  const numberOf = (url: string | undefined) => (url ? new URL(url).searchParams.get('swap') : null)
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const number = numberOf(found.url) ?? numberOf(context.parentURL)
      if (number === null || !found.url.startsWith(storeUrl) || numberOf(found.url) !== null) return found
      return { ...found, url: `${found.url}?swap=${number}` }
    },
    load(url, context, next) {
      const swap = swaps[Number(numberOf(url) ?? Number.NaN)]
      if (swap && url.startsWith(`${swap.url}?`))
        return { format: 'module-typescript', source: swap.text, shortCircuit: true }
      return next(url, context)
    },
  })
}

type Open = (number: number) => Promise<Stores.OpenStore>

async function load<T>(path: string, number: number): Promise<T> {
  return import(`${storeUrl}/${path}?swap=${number}`)
}

async function onSqlite(number: number): Promise<Stores.OpenStore> {
  const { stores } = await load<typeof Stores>('store.fixture.ts', number)
  const store = stores.find((one) => one.name.includes('caller'))
  if (!store) throw new Error('there is no store on SQLite in the thread of its caller')
  return store.open()
}

async function rulesFor(number: number) {
  const { rowRules } = await load<typeof Contract>('contract-rows.fixture.ts', number)
  const { staffRowRules } = await load<typeof People>('contract-people.fixture.ts', number)
  const { accountRowRules } = await load<typeof Accounts>('contract-accounts.fixture.ts', number)
  return [...rowRules, ...staffRowRules, ...accountRowRules]
}

/** Why the suite refuses a store; undefined if it passes. */
async function refusal(open: Open, number: number): Promise<string | undefined> {
  for (const rule of await rulesFor(number)) {
    try {
      const world = await open(number)
      try {
        await world.store.importTimetable(smallTimetable(), smallRange)
        await rule(world)
      } finally {
        await world.close().catch(() => {})
      }
    } catch (fault) {
      return `${rule.name}: ${String(fault).split('\n')[0]}`
    }
  }
  return undefined
}

async function survivorsOn(name: string, open: Open, swaps: readonly Swap[]): Promise<readonly string[]> {
  // Number -1 swaps nothing: a refusal of it would refuse everything.
  const plain = await refusal(open, -1)
  if (plain !== undefined) throw new Error(`the suite refuses what nobody has swapped on ${name}: ${plain}`)
  const survivors: string[] = []
  for (const [number, swap] of swaps.entries()) {
    const reason = await refusal(open, number)
    if (reason === undefined) survivors.push(swap.what)
    if (options.verbose) console.log(`${swap.what}: ${reason ?? 'SURVIVES'}`)
    else if ((number + 1) % 25 === 0) console.error(`${name}: ${number + 1} of ${swaps.length} swaps`)
  }
  console.log(`${name}: ${swaps.length} swaps, survivors: ${survivors.join('; ') || 'none'}`)
  return survivors
}

const { values: options } = parseArgs({
  options: {
    postgres: { type: 'boolean' },
    verbose: { type: 'boolean' },
    part: { type: 'string', default: '1/1' },
    only: { type: 'string', default: '' },
  },
})
const [, part, parts] = /^(\d+)\/(\d+)$/.exec(options.part) ?? []
if (!part || !parts || Number(part) < 1 || Number(part) > Number(parts))
  throw new Error(`--part is ${options.part}; it must be such as 1/4`)

const paths = globSync('src/store/columns/*.ts', { cwd: root }).toSorted()
const all = paths.flatMap(swapsIn)
if (all.length < 100)
  throw new Error(`only ${all.length} neighbors were found under ${dirname(paths[0] ?? '')}`)
const swaps = all
  .filter(({ what }) => what.includes(options.only))
  .filter((_, index) => index % Number(parts) === Number(part) - 1)
loadSwapped(swaps)
const survivors = [...(await survivorsOn('sqlite', onSqlite, swaps))]
if (options.postgres) {
  const server = await startServer()
  try {
    const onPostgres: Open = async (number) => {
      const { postgresUnderTest } = await load<typeof Postgres>('postgres/contract-store.fixture.ts', number)
      return postgresUnderTest(() => server.createDatabase()).open()
    }
    survivors.push(...(await survivorsOn('postgres', onPostgres, swaps)))
  } finally {
    await server.close()
  }
}
process.exitCode = survivors.length > 0 ? 1 : 0
