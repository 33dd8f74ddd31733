import type { Command } from 'commander'
import type { ListedStaff, StaffCall } from '../../app/people/manage-staff.ts'
import { longestStaffName, passwordLength } from '../../domain/people/staff.ts'
import { emailProblem } from '../../domain/records/contact.ts'
import { type Role, roles } from '../../domain/records/people.ts'
import { lineProblem } from '../../domain/text.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import type { Tools } from '../tools.ts'

const rolesHelp = `its roles, separated by commas: ${roles.join(', ')}`

/** What a refusal says to who sits at the machine. */
const sentences: Readonly<Record<string, string>> = {
  email_taken: 'Somebody has this e-mail address already. "holdfast staff list" shows who.',
  last_administrator:
    'This is the last administrator. Make somebody else one first: holdfast staff role EMAIL administrator',
  staff_not_found: 'Nobody has this e-mail address. "holdfast staff list" shows who there is.',
  password_too_common:
    'This password is easily guessed: a common one, a word or the name with a number, or keys in a row.',
  password_not_allowed: `A password has ${passwordLength.least} to ${passwordLength.most} characters.`,
  no_second_factor: 'This account has no second factor: the password alone signs in.',
  overloaded: 'The server is busy. Try again in a moment.',
}

export function addStaff(program: Command, tools: Tools): void {
  const staff = program.command('staff').description('Manage who works for the railway, on this machine.')
  const doing = (call: (context: Context, ...args: string[]) => Promise<StaffCall>) =>
    async function act(this: Command, ...args: unknown[]): Promise<void> {
      const context = createContext(tools, this.opts() as Options)
      const given = args.filter((arg) => typeof arg === 'string')
      await tell(context, await call(context, ...given))
    }
  addSettings(staff.command('list'))
    .description('List everybody, with their roles.')
    .addHelpText('after', examples('holdfast staff list', 'holdfast staff list --json'))
    .action(doing(async () => ({ verb: 'list' })))
  addSettings(staff.command('add <email> <name> <roles>'))
    .description(
      `Add somebody; asks for the password, or reads it from standard input. <roles>: ${rolesHelp}.`,
    )
    .addHelpText('after', examples('holdfast staff add ada@example.org "Ada Vlasak" administrator'))
    .action(
      doing(async (context, email = '', name = '', text = '') => ({
        ...{ verb: 'add', email: addressOf(email), name: nameOf(name), roles: rolesOf(text) },
        password: await newPassword(context),
      })),
    )
  addSettings(staff.command('role <email> <roles>'))
    .description(`Give somebody these roles and no others. <roles>: ${rolesHelp}.`)
    .addHelpText('after', examples('holdfast staff role ada@example.org sales,inspector'))
    .action(doing(async (_, email = '', text = '') => ({ verb: 'role', email, roles: rolesOf(text) })))
  for (const verb of ['disable', 'enable'] as const)
    addSettings(staff.command(`${verb} <email>`))
      .description(
        verb === 'disable'
          ? 'Take an account out of use, and end its sessions.'
          : 'Take an account into use again.',
      )
      .addHelpText('after', examples(`holdfast staff ${verb} ada@example.org`))
      .action(doing(async (_, email = '') => ({ verb, email })))
  addSettings(staff.command('reset <email>'))
    .description('Give somebody a new password, and end their sessions.')
    .addHelpText('after', examples('holdfast staff reset ada@example.org'))
    .action(
      doing(async (context, email = '') => ({ verb: 'reset', email, password: await newPassword(context) })),
    )
  addSettings(staff.command('reset-factor <email>'))
    .description('Remove the second factor of somebody who has lost it, and end their sessions.')
    .addHelpText('after', examples('holdfast staff reset-factor ada@example.org'))
    .action(doing(async (_, email = '') => ({ verb: 'reset-factor', email })))
}

async function tell(context: Context, call: StaffCall): Promise<void> {
  const reply = await withOperations(context, 'make', (operations) => operations.staff(call))
  if (!reply.ok) {
    const { code } = reply.refusal
    throw new CommandFailed(sentences[code] ?? `The answer was ${code}.`)
  }
  context.output.result({ staff: reply.value.map(onWire) }, () =>
    reply.value.length === 0 ? ['There is nobody yet.'] : reply.value.map(inLine),
  )
}

function onWire({ id, name, email, roles: all, state, factorAt }: ListedStaff) {
  return { staff_id: String(id), name, email, roles: all, state, has_second_factor: factorAt !== null }
}

function inLine({ name, email, roles: all, state, factorAt }: ListedStaff): string {
  const marks = [state === 'DISABLED' ? ' (disabled)' : '', factorAt === null ? '' : ' (second factor)']
  return `${email}  ${name}: ${all.join(', ') || 'no role'}${marks.join('')}`
}

function addressOf(text: string): string {
  const problem = emailProblem(text)
  if (problem !== undefined) throw new WrongUse(`The e-mail address ${problem}.`)
  return text
}

function nameOf(text: string): string {
  const problem = lineProblem(text, longestStaffName)
  if (problem !== undefined) throw new WrongUse(`The name ${problem}.`)
  return text
}

function rolesOf(text: string): readonly Role[] {
  const named = text.split(',').map((word) => word.trim())
  const found = roles.filter((role) => named.includes(role))
  if (found.length !== new Set(named).size)
    throw new WrongUse(`The roles are ${JSON.stringify(text)}; they must be some of ${roles.join(', ')}.`)
  return found
}

/** Never from an argument, which other users of the machine can read. */
async function newPassword({ tools }: Context): Promise<string> {
  return tools.readPassword(`New password, ${passwordLength.least} characters or more: `)
}
