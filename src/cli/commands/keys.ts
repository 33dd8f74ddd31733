import type { Command } from 'commander'
import type { KeyCall, ListedKey } from '../../app/people/manage-keys.ts'
import type { Instant } from '../../domain/instant.ts'
import { longestKeyName, mostRequestsPerSecond } from '../../domain/people/keys.ts'
import { isRight, type Right, rights } from '../../domain/people/rights.ts'
import { lineProblem } from '../../domain/text.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import { table } from '../output.ts'
import type { Tools } from '../tools.ts'

/** What a refusal says to who sits at the machine. */
const sentences: Readonly<Record<string, string>> = {
  key_name_taken: 'A key in use has this name already. Choose another, or revoke that one.',
  too_many_keys: 'There are too many keys. Revoke those that nobody uses: "holdfast keys list".',
  key_not_found: 'There is no such key. "holdfast keys list" shows which there are.',
}

export function addKeys(program: Command, tools: Tools): void {
  const keys = program.command('keys').description('Manage the API keys of machines.')
  addSettings(keys.command('list'))
    .description('List the keys, without their tokens.')
    .addHelpText('after', examples('holdfast keys list', 'holdfast keys list --json'))
    .action((options: Options) => tell(createContext(tools, options), { verb: 'list' }))
  addSettings(keys.command('add <name> <rights>'))
    .description(
      'Make a key, and show its token this once. <rights>: separated by commas; docs/rights.md lists them.',
    )
    .option('--from <networks>', 'addresses and networks that it may be used from, separated by commas')
    .option('--days <days>', 'days until it ends; without it, the key does not end by itself')
    .option('--rate <requests>', 'requests a second', '50')
    .addHelpText(
      'after',
      examples('holdfast keys add "Audit archive" audit.read,timetables.read --from 192.0.2.0/24 --days 365'),
    )
    .action(async (name: string, text: string, options: Options) =>
      tell(createContext(tools, options), {
        ...{ verb: 'add', name: nameOf(name), rights: rightsOf(text) },
        networks: await networksOf(options.from),
        requestsPerSecond: countOf('--rate', String(options.rate), mostRequestsPerSecond),
        expiresAt: endOf(options.days),
      }),
    )
  addSettings(keys.command('revoke <id>'))
    .description('End a key for good.')
    .addHelpText('after', examples('holdfast keys revoke 4'))
    .action((id: string, options: Options) =>
      tell(createContext(tools, options), {
        ...{ verb: 'revoke', id: countOf('The id', id, Number.MAX_SAFE_INTEGER) },
      }),
    )
}

async function tell(context: Context, call: KeyCall): Promise<void> {
  const reply = await withOperations(context, 'make', (operations) => operations.keys(call))
  if (!reply.ok) {
    const { code } = reply.refusal
    throw new CommandFailed(sentences[code] ?? `The answer was ${code}.`)
  }
  const { keys, token } = reply.value
  context.output.result({ keys: keys.map(onWire), ...(token === null ? {} : { token }) }, () => {
    if (token !== null) return [`Key ${keys[0]?.id}. Its token is shown this once:`, token]
    if (keys.length === 0) return ['There are no keys yet: "holdfast keys add" makes one.']
    return table(
      ['key', 'state', 'last used', 'name', 'rights'],
      keys.map((key) => [
        ...[String(key.id), key.revokedAt === null ? endText(key) : 'revoked'],
        ...[key.lastUsedAt === null ? 'never' : timeOf(key.lastUsedAt), key.name, key.rights.join(' ')],
      ]),
    )
  })
}

function endText({ expiresAt }: ListedKey): string {
  return expiresAt === null ? 'in use' : `until ${timeOf(expiresAt)}`
}

function timeOf(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'minute' })
}

function onWire({ id, name, rights: held, networks, requestsPerSecond, ...times }: ListedKey) {
  const { createdAt, expiresAt, lastUsedAt, revokedAt } = times
  const given = { networks, requests_per_second: requestsPerSecond, created_at: timeOf(createdAt) }
  return {
    ...{ key_id: String(id), name, rights: held, ...given, expires_at: expiresAt && timeOf(expiresAt) },
    ...{ last_used_at: lastUsedAt && timeOf(lastUsedAt), revoked_at: revokedAt && timeOf(revokedAt) },
  }
}

function nameOf(text: string): string {
  const problem = lineProblem(text, longestKeyName)
  if (problem !== undefined) throw new WrongUse(`The name ${problem}.`)
  return text
}

function rightsOf(text: string): readonly Right[] {
  const named = [...new Set(text.split(',').map((word) => word.trim()))]
  const wrong = named.find((word) => !isRight(word))
  if (wrong !== undefined)
    throw new WrongUse(`${JSON.stringify(wrong)} is no right; the rights are ${rights.join(', ')}.`)
  return named.filter(isRight)
}

/** What checks networks is loaded only for this. */
async function networksOf(given: unknown): Promise<readonly string[]> {
  if (typeof given !== 'string') return []
  const { mostNetworks, networkProblem } = await import('../../app/people/networks.ts')
  const named = given.split(',').map((word) => word.trim())
  if (named.length > mostNetworks) throw new WrongUse(`--from names more than ${mostNetworks} networks.`)
  for (const one of named) {
    const problem = networkProblem(one)
    if (problem !== undefined) throw new WrongUse(`--from has ${JSON.stringify(one)}, which ${problem}.`)
  }
  return named
}

const longestDays = 36_500

function endOf(days: unknown): Instant | null {
  if (typeof days !== 'string') return null
  const count = countOf('--days', days, longestDays)
  return Temporal.Now.instant().add({ hours: 24 * count }).epochMilliseconds as Instant
}

function countOf(name: string, text: string, most: number): number {
  const count = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most) throw new WrongUse(`${name} must be a whole number from 1 to ${most}.`)
  return count
}
