import type { Command } from 'commander'
import { secretId } from '../../app/master-keys.ts'
import { after, type Instant } from '../../domain/instant.ts'
import {
  extended,
  isReadable,
  type Keyring,
  nextSigningAt,
  rotate,
  signingKey,
} from '../../domain/people/keyring.ts'
import { type Secrets, secretNames } from '../../domain/people/secrets.ts'
import { addSettings, type Context, createContext, type Options } from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import { freshSecret } from '../secrets.ts'
import { integer } from '../setting-kinds.ts'
import type { Tools } from '../tools.ts'
import { addSecretsDrop } from './secrets-drop.ts'
import { changeSecrets } from './secrets-place.ts'

/** Long enough for every server to read a secret before any server signs with it. */
const signAfterSeconds = 300

export function addSecrets(program: Command, tools: Tools): void {
  const secrets = program
    .command('secrets')
    .description(
      'Manage the secrets that sign sessions, webhooks and tickets, and that seal names and contacts.',
    )
  addSettings(secrets.command('show'))
    .description(
      'Show when each secret starts to sign and how long it is accepted, but never the secret itself.',
    )
    .addHelpText('after', examples('holdfast secrets show', 'holdfast secrets show --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const { secrets: found, now } = await changeSecrets(context, (as) => as)
      tell(context, found, now, [])
    })
  addSettings(secrets.command('rotate'))
    .description('Replace the secrets without invalidating anything that they signed; needs --yes.')
    .option(
      '--keep-hours <hours>',
      'how long the old secrets stay accepted; default: as long as a session lasts',
    )
    .option('--sign-after <seconds>', `when the new secrets start to sign; default ${signAfterSeconds}`)
    .option('--yes', 'rotate; without it the command only shows the steps')
    .addHelpText(
      'after',
      examples(
        'holdfast secrets rotate',
        'holdfast secrets rotate --yes',
        'holdfast secrets rotate --keep-hours 0 --sign-after 0 --yes',
      ),
    )
    .action((options: Options) => rotateSecrets(createContext(tools, options), options))
  addSecretsDrop(secrets, tools)
}

async function rotateSecrets(context: Context, options: Options): Promise<void> {
  const sessionHours = context.config.sessionTtlHours
  const keepHours = numberOf(options.keepHours, '--keep-hours', sessionHours, 8_760)
  const afterSeconds = numberOf(options.signAfter, '--sign-after', signAfterSeconds, 86_400)
  const steps = describeSteps(keepHours, afterSeconds, sessionHours)
  if (options.yes !== true) {
    const { secrets, now } = await changeSecrets(context, (as) => as)
    return tell(context, secrets, now, ['', 'With --yes:', ...steps])
  }
  const { secrets, now } = await changeSecrets(context, (as, at) => rotated(as, at, keepHours, afterSeconds))
  tell(context, secrets, now, ['', 'Done:', ...steps])
}

function rotated(secrets: Secrets, now: Instant, keepHours: number, afterSeconds: number): Secrets {
  const waitsUntil = nextSigningAt(secrets.session, now)
  const atOnce = keepHours === 0 && afterSeconds === 0
  if (waitsUntil !== null && !atOnce)
    throw new CommandFailed(
      `A rotation is already under way: new secrets start to sign at ${timeOf(waitsUntil)}. Wait until then.`,
    )
  const signsFrom = after(now, afterSeconds * 1_000)
  const rotation = { now, signsFrom, readUntil: after(signsFrom, keepHours * 3_600_000) }
  return {
    personal: extended(secrets.personal, freshSecret(), signsFrom),
    ticket: extended(secrets.ticket, freshSecret(), signsFrom),
    session: rotate(secrets.session, freshSecret(), rotation),
    webhook: rotate(secrets.webhook, freshSecret(), rotation),
  }
}

function describeSteps(keepHours: number, afterSeconds: number, sessionHours: number): string[] {
  return [
    '  - New secrets, for sessions, webhooks, tickets, and names and contacts. Every server reads them ' +
      `within seconds, without a restart, and signs with them ${afterSeconds} seconds from now.`,
    keepHours > 0
      ? `  - Anything that the old secrets signed stays valid for ${keepHours} more hours.`
      : '  - Anything that the old secrets signed is no longer valid.',
    keepHours < sessionHours
      ? `  - Sessions last ${sessionHours} hours, so some end early: their guests continue with new ` +
        `sessions. ` +
        'Bookings and their private links stay.'
      : '  - No session ends early; bookings and their private links stay.',
    '  - The old secrets of tickets, names and contacts stay: what they signed or sealed needs ' +
      'them. "holdfast secrets drop" removes one of names and contacts.',
    '  - If a separate payment service runs without WEBHOOK_SECRET, give it the new secret in that time.',
  ]
}

function tell(context: Context, secrets: Secrets, now: Instant, more: readonly string[]): void {
  const keys = secretNames.flatMap((name) => keysOf(name, secrets[name], now))
  context.output.result({ secrets: keys }, () => [
    ...keys.map(
      ({ name, id, state, signs_from: from, read_until: until }) =>
        `${name} ${id}: ${state}${from ? `, signs from ${from}` : ''}${until ? `, read until ${until}` : ''}`,
    ),
    ...more,
  ])
}

function keysOf(name: string, keyring: Keyring, now: Instant) {
  const signing = signingKey(keyring, now)
  return keyring
    .filter((key) => isReadable(key, now))
    .map((key) => ({
      name,
      id: secretId(key.secret),
      state: key === signing ? 'signs' : key.signsFrom > now ? 'will sign' : 'is read on',
      signs_from: key.signsFrom === 0 ? null : timeOf(key.signsFrom),
      read_until: key.readUntil === null ? null : timeOf(key.readUntil),
    }))
}

function numberOf(value: Options[string], option: string, fallback: number, most: number): number {
  if (value === undefined) return fallback
  const { parse, allowed } = integer(0, most)
  const number = parse(String(value))
  if (number === undefined)
    throw new WrongUse(`${option} is ${JSON.stringify(value)}; it must be ${allowed}.`)
  return number
}

function timeOf(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).round('second').toString()
}
