import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../../domain/instant.ts'
import type { Secrets } from '../../domain/people/secrets.ts'
import type { Context } from '../context.ts'
import { CommandFailed } from '../failures.ts'
import { secretsFileName } from '../secrets.ts'

/**
 * Changes the secrets where they are: those of a file are beside it, even if the folder has only a payment
 * service. Gives what they are afterward.
 */
export function changeSecrets(context: Context, how: (secrets: Secrets, now: Instant) => Secrets) {
  const { tools, place, dataFolder } = context
  if (place.kind === 'file' && !existsSync(join(dataFolder, secretsFileName)))
    throw new CommandFailed(
      `There are no secrets in ${dataFolder}: create them with "holdfast serve", or name another ` +
        `folder with --data.`,
    )
  return tools.changeSecrets(place, dataFolder, how)
}
