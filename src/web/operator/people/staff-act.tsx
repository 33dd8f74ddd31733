import { type ReactNode, useState } from 'react'
import { passwordLength } from '../../../domain/people/staff.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import type { AddStaffBody, ListedStaff } from '../../shared/api-types.ts'
import type { ConsoleTexts } from '../i18n/en.ts'
import { useTexts } from '../i18n/texts.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ReasonField, TextField } from '../parts/act-panel.tsx'

/** Why somebody changes an account of staff. */
type StaffReason = AddStaffBody['reason']
const staffReasons: readonly StaffReason[] = [
  'new_duties',
  'departure',
  'suspected_misuse',
  'lost_device',
  'own_wish',
  'correction',
]

export const pathOfStaff = (id: string) => `/api/operator/staff/${encodeURIComponent(id)}`

interface StaffActProps {
  /** Its texts: what opens it, what it does, and what its button says. */
  readonly words: readonly [title: string, lead: string, submit: string]
  readonly path: string
  /** What is sent beside the reason. */
  readonly body?: object
  readonly reasons?: readonly StaffReason[]
  readonly isDanger?: boolean
  readonly onDone: () => void
  readonly children?: (refusal: ApiRefusal | undefined) => ReactNode
}

/** An act about somebody of the staff, with a reason. */
export function StaffAct(props: StaffActProps) {
  const { words, path, body, reasons = staffReasons, isDanger = false, onDone, children } = props
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const [reason, setReason] = useState<StaffReason>(reasons[0] ?? 'correction')
  const [title, lead, submit] = words
  const send = async () => {
    if ((await act<ListedStaff | null>({ path, body: { ...body, reason } })) !== undefined) onDone()
  }
  return (
    <ActPanel
      {...{ title, lead, submit, isBusy, isDanger }}
      // A password that is refused is told at its field.
      refusal={refusal?.code === 'password_too_common' ? undefined : refusal}
      sentence={(why) => sentenceFor(t, why)}
      onSubmit={() => void send()}
    >
      {children?.(refusal)}
      <ReasonField value={reason} options={reasons} onChange={setReason} />
    </ActPanel>
  )
}

function sentenceFor(t: ConsoleTexts, refusal: ApiRefusal): string | undefined {
  switch (refusal.code) {
    case 'email_taken':
      return t.people.emailTaken
    case 'last_administrator':
      return t.people.lastAdministrator
    case 'forbidden':
      return 'reason' in refusal && refusal.reason === 'right_missing' ? t.people.rightMissing : undefined
    default:
      return undefined
  }
}

interface PasswordFieldProps {
  readonly value: string
  readonly refusal: ApiRefusal | undefined
  readonly onChange: (text: string) => void
}

/** A new password, with what is wrong with it. */
export function PasswordField({ value, refusal, onChange }: PasswordFieldProps) {
  const t = useTexts()
  return (
    <TextField
      label={t.people.password}
      type="password"
      {...{ value, minLength: passwordLength.least, maxLength: passwordLength.most, onChange }}
      error={refusal?.code === 'password_too_common' ? t.people.passwordCommon : undefined}
    />
  )
}
