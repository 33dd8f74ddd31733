import type { Command } from 'commander'
import { secretId } from '../../app/master-keys.ts'
import type { Instant } from '../../domain/instant.ts'
import { type Keyring, signingKey, withoutKey } from '../../domain/people/keyring.ts'
import type { Secrets } from '../../domain/people/secrets.ts'
import { addSettings, type Context, createContext, type Options, requireDatabase } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import type { Tools } from '../tools.ts'
import { changeSecrets } from './secrets-place.ts'

/** Every server has read a newer secret by then, and seals with it. */
const settledMs = 60_000

export function addSecretsDrop(secrets: Command, tools: Tools): void {
  addSettings(secrets.command('drop <id>'))
    .description('Remove an older secret of names and contacts that nothing is sealed by anymore.')
    .option('--yes', 'remove it; without it the command only says what it would do')
    .addHelpText('after', examples('holdfast secrets show', 'holdfast secrets drop 0a1b2c3d --yes'))
    .action((id: string, options: Options) => drop(createContext(tools, options), id, options.yes === true))
}

async function drop(context: Context, id: string, isMeant: boolean): Promise<void> {
  requireDatabase(context)
  const looked = await changeSecrets(context, (as, now) => without(as, id, now).before)
  const sealed = await countSealed(context, id)
  if (sealed > 0)
    throw new CommandFailed(
      `${counted(sealed, 'value is', 'values are')} still sealed by ${id}: a server that runs seals them ` +
        'anew within the hour, and codes and messages end by themselves. Nothing was changed.',
    )
  if (isMeant) await changeSecrets(context, (as, now) => without(as, id, now).after)
  const left = looked.secrets.personal.length - 1
  context.output.result({ id, removed: isMeant, left }, () => [
    isMeant
      ? `Removed ${id}; ${counted(left, 'secret', 'secrets')} of names and contacts left.`
      : `Nothing is sealed by ${id}. With --yes, it is removed for good.`,
    'Files of keys beside backups from before need it to show names: make a new backup afterward.',
  ])
}

/** The secrets as they are and without that one; throws if it is needed or unknown. */
function without(secrets: Secrets, id: string, now: Instant): { before: Secrets; after: Secrets } {
  const keyring: Keyring = secrets.personal
  const found = keyring.find(({ secret }) => secretId(secret) === id)
  if (!found)
    throw new WrongUse(
      `No secret of names and contacts has the id ${id}: "holdfast secrets show" lists them. One of ` +
        'MASTER_KEY is removed there.',
    )
  const signing = signingKey(keyring, now)
  if (keyring.indexOf(found) >= keyring.indexOf(signing))
    throw new CommandFailed(`${id} seals names and contacts: rotate first, with "holdfast secrets rotate".`)
  if (now - signing.signsFrom < settledMs)
    throw new CommandFailed('The newest secret has just begun to seal: wait a minute, then repeat this.')
  return { before: secrets, after: { ...secrets, personal: withoutKey(keyring, found) } }
}

async function countSealed(context: Context, id: string): Promise<number> {
  const inspector = await context.tools.openInspector(context.place)
  try {
    return await inspector.sealedBy(id)
  } finally {
    await inspector.close()
  }
}
