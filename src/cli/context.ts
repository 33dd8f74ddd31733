import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Secrets } from '../domain/people/secrets.ts'
import { connectToServer } from './admin/admin-client.ts'
import { type Config, type Configuration, flagName, resolveConfig, settingNames } from './config.ts'
import { CommandFailed, WrongUse } from './failures.ts'
import type { Operations } from './operations.ts'
import { createOutput, type Output } from './output.ts'
import { logDestination } from './readable-log.ts'
import { loadSecrets } from './secrets.ts'
import { type SettingName, secretSettings, settings } from './settings.ts'
import { type DatabasePlace, databaseFileName, type Product, type Tools } from './tools.ts'

/** What a command works with. */
export interface Context {
  readonly tools: Tools
  readonly config: Config
  readonly configuration: Configuration
  readonly output: Output
  /** Absolute, so it stays the same if the process changes its working directory. */
  readonly dataFolder: string
  readonly databaseFile: string
  /**
   * Where the rows are. The address of a server bypasses any pooler, because reading or writing a whole
   * database needs one connection for a long time.
   */
  readonly place: DatabasePlace
}

/** The settings of every command that works with a database. */
const everywhere: readonly SettingName[] = ['data', 'database', 'databaseDirect', 'logLevel']

/** Adds the options of a command: these settings, except secret ones, and `--json`. */
export function addSettings(command: Command, names: readonly SettingName[] = everywhere): Command {
  for (const name of names) {
    if (secretSettings.has(name)) continue
    const { about, variable, fallback } = settings[name]
    const standard = fallback === null ? '' : `; default ${fallback}`
    command.option(`${flagName(name)} <value>`, `${about} (${variable}${standard})`)
  }
  return command.option('--json', 'print the result as JSON')
}

/** Options of a command, as commander passes them. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

export function createContext(tools: Tools, options: Options): Context {
  const flags: Partial<Record<SettingName, string>> = {}
  for (const name of settingNames) {
    const value = options[name]
    if (typeof value === 'string') flags[name] = value
  }
  const reply = resolveConfig({ flags, environment: tools.environment, readFile: readConfigFile })
  if (!reply.ok) throw new WrongUse(reply.refusal.sentence)
  const dataFolder = resolve(reply.value.config.data)
  const databaseFile = join(dataFolder, databaseFileName)
  return {
    tools,
    config: reply.value.config,
    configuration: reply.value,
    output: createOutput(options.json === true, tools.stdout, tools.stderr),
    dataFolder,
    databaseFile,
    place: placeOf(reply.value.config, databaseFile),
  }
}

/** Where the rows are: on the server that the settings name, or in this file. */
export function placeOf({ database, databaseDirect }: Config, file: string): DatabasePlace {
  return database === null ? { kind: 'file', file } : { kind: 'server', url: databaseDirect ?? database }
}

function readConfigFile(dataFolder: string): { readonly path: string; readonly text: string } | null {
  const path = join(dataFolder, 'holdfast.config.json')
  return existsSync(path) ? { path, text: readFileSync(path, 'utf8') } : null
}

/** The secrets of the data folder; creates the folder if it does not exist. */
export function prepareDataFolder(context: Context): Secrets {
  makeUsable(context.dataFolder)
  const secrets = loadSecrets(context.dataFolder)
  if (!secrets.ok) throw new WrongUse(secrets.refusal.sentence)
  return secrets.value
}

/** Node's recursive `mkdir` never ends if the system denies that an existing parent exists, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function makeUsable(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new WrongUse(
      `HOLDFAST_DATA is ${JSON.stringify(folder)}; it must be a folder that this user can write to ` +
        `(${reason}).`,
    )
  }
  refuseOpenFolder(folder)
}

/** A user who can write to the folder can replace the database or the secrets in it. */
function refuseOpenFolder(folder: string): void {
  const { mode } = statSync(folder)
  if ((mode & 0o022) === 0 || process.platform === 'win32') return
  throw new WrongUse(
    `HOLDFAST_DATA is ${JSON.stringify(folder)}, which other users can write to (mode ` +
      `${(mode & 0o7777).toString(8)}): run chmod go-w on it, or name a folder inside it.`,
  )
}

/** Opens the product in this process; it logs only problems, since a command prints its own results. */
async function openOwn(context: Context): Promise<Product> {
  const { createLog } = await import('./log.ts')
  const secrets = prepareDataFolder(context)
  const level = context.config.logLevel === 'info' ? 'warn' : context.config.logLevel
  return context.tools.openProduct({
    isServer: false,
    config: { ...context.config, data: context.dataFolder },
    secrets,
    log: createLog(level, logDestination(context.tools.stderr)),
  })
}

/** Whether to create an absent database, or to refuse the command. */
type WhenAbsent = 'make' | 'refuse'

/**
 * Runs `work` on the running server; if there is none, on a product that it opens for this and closes
 * afterward.
 */
export async function withOperations<T>(
  context: Context,
  whenAbsent: WhenAbsent,
  work: (operations: Operations) => Promise<T>,
): Promise<T> {
  const operations = existsSync(context.dataFolder) ? await connectToServer(context.dataFolder) : undefined
  if (operations) {
    try {
      await assertOurs(context, operations)
      return await work(operations)
    } finally {
      await operations.close()
    }
  }
  if (whenAbsent === 'refuse') requireDatabase(context)
  await assertNotOlder(context)
  const product = await openOwn(context)
  try {
    return await work(product.operations)
  } finally {
    await product.stop()
  }
}

/** Who names a database means that one, and not that of a server which happens to be on the data folder. */
async function assertOurs({ tools, place, dataFolder }: Context, { payments }: Operations): Promise<void> {
  if (place.kind === 'file') return
  const { account } = await tools.serverState(place)
  if (account === payments.account) return
  throw new WrongUse(
    `The server at work on ${dataFolder} has another database than the one that was named: ` +
      'leave the database out to work with that server, or name another folder with --data.',
  )
}

/** An upgrade is a decision, so a command that only looks or sells does not make it in passing. */
async function assertNotOlder({ tools, place, databaseFile }: Context): Promise<void> {
  if (place.kind === 'file' && !existsSync(databaseFile)) return
  const { version, newest } = await tools.schemaState(place)
  if (version === null || version >= newest) return
  throw new CommandFailed(
    `The database is at schema ${version} and this program knows ${newest}: back it up, and then run ` +
      '"holdfast migrate" or start the server, which bring it there.',
  )
}

/** Whether there is a database; one on a server is taken to be there. */
export function hasDatabase({ config, databaseFile }: Context): boolean {
  return config.database !== null || existsSync(databaseFile)
}

export function requireDatabase(context: Context): void {
  if (hasDatabase(context)) return
  throw new CommandFailed(
    `There is no Holdfast database in ${context.dataFolder}: create one with "holdfast serve", ` +
      '"holdfast demo" or "holdfast import gtfs", or name another folder with --data, or a PostgreSQL ' +
      'database with DATABASE_URL.',
  )
}
