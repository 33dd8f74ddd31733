import { good } from './client.ts'
import type { EachNode } from './each-node.ts'
import type { Row } from './passkey-rows.ts'
import { shownBy } from './staff-steps.ts'

interface Using extends Pick<EachNode, 'ask'> {
  /** Signs an administrator in. */
  staff(): Promise<string>
  freshAddress(): string
  /** Of the administrator, and of everybody who is added. */
  readonly password: string
}

/** The requests about staff that change something. */
export function staffRows({ ask, staff, freshAddress, password }: Using): Readonly<Record<string, Row>> {
  const reason = 'new_duties'
  const newMember = () => ({ name: 'Eve', email: freshAddress(), password, roles: ['sales'], reason })

  /** Somebody of the railway, who has signed in. */
  async function member() {
    const body = newMember()
    const boss = await staff()
    const { staff_id } = good(await ask<{ staff_id: string }>('addStaff', { token: boss, body }), 201)
    const begun = await ask<{ token: string }>('staffSignIn', { body: { email: body.email, password } })
    return { boss, path: { staff_id }, token: good(begun, 201).token }
  }

  async function startedFactor() {
    const { boss, path, token } = await member()
    const started = await ask<{ secret: string }>('startFactor', { token, body: { password } })
    return { boss, path, token, secret: good(started, 201).secret }
  }

  async function memberWithFactor() {
    const { secret, ...rest } = await startedFactor()
    const asked = { token: rest.token, body: { code: shownBy(secret) } }
    const confirmed = await ask<{ recovery_codes: readonly string[] }>('confirmFactor', asked)
    return { ...rest, recoveryCode: good(confirmed, 201).recovery_codes[0] ?? '' }
  }

  /** What an administrator asks about somebody. */
  async function about(body: object, whom: typeof member = member) {
    const { boss, path } = await whom()
    return { token: boss, path, body: { ...body, reason } }
  }

  return {
    addStaff: { request: async () => ({ token: await staff(), body: newMember() }), leaves: 'staff_added' },
    changeStaffRoles: { request: () => about({ roles: ['inspector'] }), leaves: 'staff_roles_changed' },
    changeStaffState: { request: () => about({ state: 'DISABLED' }), leaves: 'staff_disabled' },
    endSessionsOfStaff: { request: () => about({}), leaves: 'sessions_ended' },
    confirmFactor: {
      request: async () => {
        const { token, secret } = await startedFactor()
        return { token, body: { code: shownBy(secret) } }
      },
      leaves: 'second_factor_added',
    },
    removeFactor: {
      request: async () => {
        const { token, recoveryCode } = await memberWithFactor()
        return { token, body: { code: recoveryCode } }
      },
      leaves: 'second_factor_removed',
    },
    resetFactor: {
      request: async () => ({
        ...(await about({}, memberWithFactor)),
        body: { reason: 'lost_device' },
      }),
      leaves: 'second_factor_reset',
    },
    staffSignOutEverywhere: { request: async () => ({ token: await staff() }), leaves: 'sessions_ended' },
    changePassword: {
      request: async () => {
        const { token } = await member()
        return { token, body: { password, new_password: 'another horse battery' } }
      },
      leaves: 'password_changed',
    },
  }
}
