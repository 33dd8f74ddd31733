import { useState } from 'react'
import { roles as allRoles, type Role } from '../../../domain/records/people.ts'
import type { ListedStaff } from '../../shared/api-types.ts'
import { useTexts } from '../i18n/texts.tsx'
import { useMe } from '../lib/session.tsx'
import { TextField } from '../parts/act-panel.tsx'
import { CheckList } from './check-list.tsx'
import { PasswordField, pathOfStaff, StaffAct } from './staff-act.tsx'

interface DoneProps {
  /** Told in words what was done. */
  readonly onDone: (words: string) => void
}

/** What is done about one member of staff. */
export function StaffActs({ member, onDone }: DoneProps & { readonly member: ListedStaff }) {
  const t = useTexts()
  const { member: me } = useMe()
  const path = pathOfStaff(member.staff_id)
  const isSelf = me.staff_id === member.staff_id
  return (
    <>
      <RolesAct key={member.roles.join()} member={member} onDone={onDone} />
      <StateAct key={member.state} member={member} onDone={onDone} />
      <ResetPasswordAct path={path} onDone={onDone} />
      {member.second_factor_since !== null && !isSelf && (
        <StaffAct
          words={[t.people.removeFactor, t.people.removeFactorLead, t.people.removeFactorNow]}
          path={`${path}/factor_removals`}
          reasons={['lost_device', 'suspected_misuse', 'departure']}
          isDanger
          onDone={() => onDone(t.people.done.factor)}
        />
      )}
      <StaffAct
        words={[t.people.endSessions, t.people.endSessionsLead, t.people.endSessionsNow]}
        path={`${path}/session_removals`}
        isDanger
        onDone={() => onDone(t.people.done.sessions)}
      />
    </>
  )
}

interface RolesFieldProps {
  readonly value: readonly Role[]
  readonly onChange: (roles: readonly Role[]) => void
}

function RolesField({ value, onChange }: RolesFieldProps) {
  const t = useTexts()
  return (
    <CheckList
      legend={t.people.roles}
      options={allRoles}
      marked={value}
      nameOf={(role) => t.me.roles[role] ?? role}
      onChange={onChange}
    />
  )
}

function RolesAct({ member, onDone }: DoneProps & { readonly member: ListedStaff }) {
  const t = useTexts()
  const [roles, setRoles] = useState<readonly Role[]>(member.roles)
  return (
    <StaffAct
      words={[t.people.changeRoles, t.people.changeRolesLead, t.people.changeRolesNow]}
      path={`${pathOfStaff(member.staff_id)}/role_changes`}
      body={{ roles }}
      onDone={() => onDone(t.people.done.roles)}
    >
      {() => <RolesField value={roles} onChange={setRoles} />}
    </StaffAct>
  )
}

function StateAct({ member, onDone }: DoneProps & { readonly member: ListedStaff }) {
  const { people } = useTexts()
  const path = `${pathOfStaff(member.staff_id)}/state_changes`
  if (member.state === 'DISABLED')
    return (
      <StaffAct
        words={[people.enable, people.enableLead, people.enableNow]}
        path={path}
        body={{ state: 'ACTIVE' }}
        onDone={() => onDone(people.done.enabled)}
      />
    )
  return (
    <StaffAct
      words={[people.disable, people.disableLead, people.disableNow]}
      path={path}
      body={{ state: 'DISABLED' }}
      isDanger
      onDone={() => onDone(people.done.disabled)}
    />
  )
}

function ResetPasswordAct({ path, onDone }: DoneProps & { readonly path: string }) {
  const t = useTexts()
  const [password, setPassword] = useState('')
  const finish = () => {
    setPassword('')
    onDone(t.people.done.reset)
  }
  return (
    <StaffAct
      words={[t.people.reset, t.people.resetLead, t.people.resetNow]}
      path={`${path}/password_resets`}
      body={{ password }}
      isDanger
      onDone={finish}
    >
      {(refusal) => <PasswordField value={password} refusal={refusal} onChange={setPassword} />}
    </StaffAct>
  )
}

interface Entered {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly roles: readonly Role[]
}

const nobody: Entered = { name: '', email: '', password: '', roles: [] }

/** Adds somebody, with a first password. */
export function AddStaffAct({ onDone }: DoneProps) {
  const t = useTexts()
  const [entered, setEntered] = useState(nobody)
  const enter = (part: Partial<Entered>) => setEntered((now) => ({ ...now, ...part }))
  const finish = () => {
    onDone(t.people.done.added(entered.name.trim()))
    setEntered(nobody)
  }
  return (
    <StaffAct
      words={[t.people.add, t.people.addLead, t.people.addNow]}
      path="/api/operator/staff"
      body={{ ...entered, name: entered.name.trim(), email: entered.email.trim() }}
      onDone={finish}
    >
      {(refusal) => (
        <>
          <TextField label={t.people.name} value={entered.name} onChange={(name) => enter({ name })} />
          <TextField
            label={t.people.email}
            type="email"
            maxLength={254}
            value={entered.email}
            onChange={(email) => enter({ email })}
          />
          <PasswordField
            value={entered.password}
            refusal={refusal}
            onChange={(password) => enter({ password })}
          />
          <RolesField value={entered.roles} onChange={(roles) => enter({ roles })} />
        </>
      )}
    </StaffAct>
  )
}
