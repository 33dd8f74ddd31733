import { withoutPassword } from './config.ts'
import type { Context } from './context.ts'

/** Quotes a word for a shell (POSIX, "Shell Command Language", section 2.2). */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** The command that a person can paste next: it starts as this one did, with the same folder or database. */
export function nextCommand(context: Context, ...args: readonly string[]): string {
  const { tools, configuration } = context
  const { origins, config } = configuration
  const program = tools.environment.npm_command === 'exec' ? ['npx', 'holdfast'] : ['holdfast']
  const data = origins.data === 'flag' ? ['--data', config.data] : []
  // A password belongs in DATABASE_URL, not in the history of a shell.
  const isShown = origins.database === 'flag' && config.database === withoutPassword(config.database ?? '')
  const database = isShown && config.database !== null ? ['--database', config.database] : []
  return [...program, ...args, ...data, ...database].map(shellWord).join(' ')
}
