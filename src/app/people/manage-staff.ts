import { passwordLength } from '../../domain/people/staff.ts'
import { emailForm } from '../../domain/records/contact.ts'
import type { Role, StaffMember } from '../../domain/records/people.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import { isStorable } from '../../domain/text.ts'
import { atTheMachine, type NewMember, type StaffDesk } from './staff-desk.ts'

/** What who sits at the machine asks about staff; people are named by their addresses. */
export type StaffCall =
  | { readonly verb: 'list' }
  | ({ readonly verb: 'add' } & NewMember)
  | { readonly verb: 'role'; readonly email: string; readonly roles: readonly Role[] }
  | { readonly verb: 'disable' | 'enable' | 'reset-factor'; readonly email: string }
  | { readonly verb: 'reset'; readonly email: string; readonly password: string }

/** A member of staff as a list shows one. */
export type ListedStaff = Pick<
  StaffMember,
  'id' | 'name' | 'email' | 'roles' | 'state' | 'createdAt' | 'factorAt'
>

/** What is refused, by its code. */
export type StaffCallRefusal = { readonly code: string }

/** Does it, and returns those that it was about: all staff, or the one. */
export async function manageStaff(
  desk: StaffDesk,
  call: StaffCall,
): Promise<Reply<readonly ListedStaff[], StaffCallRefusal>> {
  if (call.verb === 'list') return accept((await desk.list()).map(listed))
  if ('password' in call && !isPassword(call.password)) return refuse({ code: 'password_not_allowed' })
  if (call.verb === 'add') {
    const { verb: _, ...member } = call
    return listedReply(await desk.add(member, atTheMachine))
  }
  const member = (await desk.list()).find((one) => one.emailFolded === emailForm(call.email))
  if (!member) return refuse({ code: 'staff_not_found' })
  if (call.verb === 'role') return listedReply(await desk.changeRoles(member.id, call.roles, atTheMachine))
  if (call.verb === 'reset') return reset(desk, member, call.password)
  if (call.verb === 'reset-factor') return listedReply(await desk.factors.reset(member.id, atTheMachine))
  const state = call.verb === 'disable' ? 'DISABLED' : 'ACTIVE'
  return listedReply(await desk.setState(member.id, state, atTheMachine))
}

/** 12 to 128 characters of any kind. */
function isPassword(text: string): boolean {
  const { length } = [...text]
  return length >= passwordLength.least && length <= passwordLength.most && isStorable(text)
}

async function reset(desk: StaffDesk, member: StaffMember, password: string) {
  const reply = await desk.resetPassword(member.id, password, atTheMachine)
  return reply.ok ? accept([listed(member)]) : reply
}

function listedReply(
  reply: Reply<StaffMember, StaffCallRefusal>,
): Reply<readonly ListedStaff[], StaffCallRefusal> {
  return reply.ok ? accept([listed(reply.value)]) : reply
}

function listed({ id, name, email, roles, state, createdAt, factorAt }: StaffMember): ListedStaff {
  return { id, name, email, roles, state, createdAt, factorAt }
}
