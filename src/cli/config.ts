import { accept, type Reply, refuse } from '../domain/result.ts'
import { lineProblem } from '../domain/text.ts'
import { type Setting, type SettingName, secretSettings, settings } from './settings.ts'

const longestSetting = 4_096

type ValueOf<S> = S extends Setting<infer T> ? T : never

/** Every setting with its value in effect. */
export type Config = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> }

/**
 * Where a value comes from: a flag wins over the environment, the environment over the file, the file over
 * the default.
 */
type Origin = 'flag' | 'environment' | 'file' | 'default'

export interface Configuration {
  readonly config: Config
  readonly origins: Readonly<Record<SettingName, Origin>>
}

/** Texts by setting, as each layer gives them. */
export interface Layers {
  readonly flags: Readonly<Partial<Record<SettingName, string>>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The text of `holdfast.config.json` in this data folder; null if there is none. */
  readonly readFile: (dataFolder: string) => { readonly path: string; readonly text: string } | null
}

/** Wrong configuration, in one sentence that names the setting, the value and what is allowed. */
type ConfigRefusal = { readonly code: 'wrong_configuration'; readonly sentence: string }

type Found = { readonly text: string; readonly origin: Origin; readonly name: string }

export const settingNames = Object.keys(settings) as readonly SettingName[]

/** `holdTtlSeconds` is `hold_ttl_seconds` in the file. */
export function fileName(name: SettingName): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** `holdTtlSeconds` is `--hold-ttl-seconds` on the command line. */
export function flagName(name: SettingName): string {
  return `--${fileName(name).replaceAll('_', '-')}`
}

/** Puts the layers together and checks every value; the first wrong one is refused. */
export function resolveConfig(layers: Layers): Reply<Configuration, ConfigRefusal> {
  const outer = (name: SettingName) => fromFlag(layers, name) ?? fromEnvironment(layers, name)
  const dataFolder = outer('data')?.text ?? settings.data.fallback
  const file = parseFile(layers.readFile(dataFolder))
  if (!file.ok) return file
  const config: Partial<Record<SettingName, unknown>> = {}
  const origins: Partial<Record<SettingName, Origin>> = {}
  for (const name of settingNames) {
    const found = outer(name) ?? file.value.get(name)
    const value = found ? parseSetting(name, found.text) : settings[name].fallback
    if (found && value === undefined) return wrongValue(shown(name, found), settings[name])
    config[name] = value
    origins[name] = found?.origin ?? 'default'
  }
  if (config.smtpUrl !== null && config.mailFrom === null)
    return wrong(`SMTP_URL is set and MAIL_FROM is not; it must be ${settings.mailFrom.allowed}.`)
  if ((config.adminEmail === null) !== (config.adminPassword === null))
    return wrong('ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both, or neither.')
  return accept({ config: config as Config, origins: origins as Record<SettingName, Origin> })
}

/** Undefined if the setting does not allow the text, or if the text has several lines. */
function parseSetting(name: SettingName, text: string): unknown {
  return lineProblem(text, longestSetting) === undefined ? settings[name].parse(text) : undefined
}

function fromFlag(layers: Layers, name: SettingName): Found | undefined {
  const text = layers.flags[name]
  return text === undefined ? undefined : { text, origin: 'flag', name: flagName(name) }
}

/** An empty variable counts as unset, because shells and service managers write it that way. */
function fromEnvironment(layers: Layers, name: SettingName): Found | undefined {
  const { variable } = settings[name]
  const text = layers.environment[variable]
  return text === undefined || text === '' ? undefined : { text, origin: 'environment', name: variable }
}

function parseFile(
  file: { readonly path: string; readonly text: string } | null,
): Reply<ReadonlyMap<SettingName, Found>, ConfigRefusal> {
  const found = new Map<SettingName, Found>()
  if (!file) return accept(found)
  const members = parseObject(file.text)
  if (!members) return wrong(`${file.path} must hold one JSON object, such as {"port": 9000}, and does not.`)
  for (const [key, value] of Object.entries(members)) {
    const name = settingNames.find((each) => fileName(each) === key)
    if (!name || name === 'data')
      return wrong(
        `${file.path} has a member "${key}", which is no setting: ` +
          '"holdfast serve --help" has a flag for each.',
      )
    if (value === null) continue
    const isObject = typeof value === 'object'
    if (isObject && name !== 'brand') return wrong(`${file.path}: "${key}" must be a string or a number.`)
    const text = isObject ? JSON.stringify(value) : String(value)
    found.set(name, { text, origin: 'file', name: `"${key}" in ${file.path}` })
  }
  return accept(found)
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined
  }
}

function shown(name: SettingName, found: Found): Found {
  return secretSettings.has(name) ? { ...found, text: '***' } : found
}

function wrongValue(found: Found, setting: Setting<unknown>): Reply<never, ConfigRefusal> {
  const { allowed } = setting
  const mistake = setting.mistake?.(found.text)
  if (mistake !== undefined) return wrong(`${found.name}: ${mistake}.`)
  return wrong(`${found.name} is ${JSON.stringify(withoutPassword(found.text))}; it must be ${allowed}.`)
}

function wrong(sentence: string): Reply<never, ConfigRefusal> {
  return refuse({ code: 'wrong_configuration', sentence })
}

/** Hides the password in an address, so it is never shown. */
export function withoutPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/@:]*):[^@]*@/i, '$1:***@')
}
