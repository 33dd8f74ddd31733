import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { connectToServer } from './admin/admin-client.ts'
import { type Config, type Configuration, flagName, resolveConfig, settingNames } from './config.ts'
import { CommandFailed, WrongUse } from './failures.ts'
import type { Operations } from './operations.ts'
import { createOutput, type Output } from './output.ts'
import { logDestination } from './readable-log.ts'
import { loadSecrets, type Secrets } from './secrets.ts'
import { type SettingName, secretSettings, settings } from './settings.ts'
import { type DatabasePlace, databaseFileName, type Product, type Tools } from './tools.ts'

/** What a command works with. */
export interface Context {
  readonly tools: Tools
  readonly config: Config
  readonly configuration: Configuration
  readonly output: Output
  /** Absolute, so that it stays the same wherever the process goes. */
  readonly dataFolder: string
  readonly databaseFile: string
  /** Where the rows are. A server is named past any pooler: what reads or writes a whole database needs a connection for long. */
  readonly place: DatabasePlace
}

const everywhere: readonly SettingName[] = ['data', 'database', 'databaseDirect', 'logLevel']

/** The options that every command has, and with `all` those of every setting. */
export function addSettings(command: Command, all: boolean): Command {
  for (const name of all ? settingNames : everywhere) {
    if (secretSettings.has(name)) continue
    const { about, variable, fallback } = settings[name]
    const standard = fallback === null ? '' : `; default ${fallback}`
    command.option(`${flagName(name)} <value>`, `${about} (${variable}${standard})`)
  }
  return command.option('--json', 'print the result as JSON')
}

/** Options of a command as commander gives them. */
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

/** Where the rows are: with the server that the settings name, or in this file. */
export function placeOf({ database, databaseDirect }: Config, file: string): DatabasePlace {
  return database === null ? { kind: 'file', file } : { kind: 'server', url: databaseDirect ?? database }
}

function readConfigFile(dataFolder: string): { readonly path: string; readonly text: string } | null {
  const path = join(dataFolder, 'holdfast.config.json')
  return existsSync(path) ? { path, text: readFileSync(path, 'utf8') } : null
}

/** The secrets of the data folder, which is made where it is not there. */
export function prepareDataFolder(context: Context): Secrets {
  makeUsable(context.dataFolder)
  const secrets = loadSecrets(context.dataFolder)
  if (!secrets.ok) throw new WrongUse(secrets.refusal.sentence)
  return secrets.value
}

/** Node's own way to make parents too never ends where the system says that an existing parent is not there, as in /proc. */
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
      `HOLDFAST_DATA is ${JSON.stringify(folder)}; it must be a folder that this user can write (${reason}).`,
    )
  }
}

/** Opens the product in this process; only what goes wrong is logged, since a command speaks for itself. */
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

/** Whether an absent database is made, or is a mistake of the caller. */
export type WhenAbsent = 'make' | 'refuse'

/** Does something with the operations of the running server, or of a product that is opened for it and closed after it. */
export async function withOperations<T>(
  context: Context,
  whenAbsent: WhenAbsent,
  work: (operations: Operations) => Promise<T>,
): Promise<T> {
  if (whenAbsent === 'refuse') requireDatabase(context)
  const operations = existsSync(context.dataFolder) ? await connectToServer(context.dataFolder) : undefined
  if (operations) {
    try {
      return await work(operations)
    } finally {
      await operations.close()
    }
  }
  const product = await openOwn(context)
  try {
    return await work(product.operations)
  } finally {
    await product.stop()
  }
}

export function requireDatabase(context: Context): void {
  if (context.config.database !== null || existsSync(context.databaseFile)) return
  throw new CommandFailed(
    `There is no Holdfast database in ${context.dataFolder}: make one with "holdfast serve", "holdfast demo" or "holdfast import gtfs", or name another folder with --data.`,
  )
}
