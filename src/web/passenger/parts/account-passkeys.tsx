import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { signIn } from '../../shared/api/account-operations.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import {
  addPasskey,
  hasPasskeys,
  listPasskeys,
  type PasskeyReply,
  removePasskey,
} from '../../shared/api/passkey-operations.ts'
import type { Passkey } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'
import { useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'

/** Something that the server does only for who signed in a short while ago. */
type Work = () => Promise<PasskeyReply<unknown>>

/** The passkeys of the account; whoever signed in long ago is asked for the password first. */
export function AccountPasskeys({ email }: { readonly email: string }) {
  const t = useAccountTexts()
  const queries = useQueryClient()
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const [message, setMessage] = useState('')
  const [waiting, setWaiting] = useState<{ readonly work: Work; readonly done: string }>()
  const found = useQuery({ queryKey: ['account', 'passkeys'], queryFn: () => unwrap(listPasskeys()) })
  const run = async (work: Work, done: string) => {
    setRefusal(undefined)
    setMessage('')
    const reply = await work()
    const isTooOld = !reply.ok && 'refusal' in reply && reply.refusal.code === 'recent_sign_in_needed'
    setWaiting(isTooOld ? { work, done } : undefined)
    if (reply.ok) setMessage(done)
    else if (!('refusal' in reply)) setMessage(t.passkeyCanceled)
    else if (!isTooOld) setRefusal(reply.refusal)
    await queries.invalidateQueries({ queryKey: ['account', 'passkeys'] })
  }
  const failed = refusal ?? refusalOf(found.error)
  const passkeys = found.data?.passkeys ?? []
  return (
    <section className="card find-form">
      <h2>{t.passkeysHeading}</h2>
      <p>{hasPasskeys() ? t.passkeysLead : t.noPasskeysHere}</p>
      {passkeys.length > 0 && (
        <ul>
          {passkeys.map((one) => (
            <PasskeyItem
              key={one.passkey_id}
              passkey={one}
              onRemove={() => void run(() => removePasskey(one.passkey_id), t.passkeyRemoved)}
            />
          ))}
        </ul>
      )}
      {waiting ? (
        <ConfirmForm email={email} onDone={() => void run(waiting.work, waiting.done)} />
      ) : (
        hasPasskeys() && <AddForm onAdd={(name) => void run(() => addPasskey(name), t.passkeyAdded)} />
      )}
      {failed && <ProblemNotice refusal={failed} />}
      <p role="status">{message}</p>
    </section>
  )
}

interface ItemProps {
  readonly passkey: Passkey
  readonly onRemove: () => void
}

function PasskeyItem({ passkey: { name, created_at: added, last_used_at: used }, onRemove }: ItemProps) {
  const t = useAccountTexts()
  const { f } = useI18n()
  const shown = name ?? t.passkeysHeading
  return (
    <li>
      <strong>
        <bdi>{shown}</bdi>
      </strong>
      <br />
      <span className="quiet">
        {t.addedOn(f.moment(added))}
        {used && ` · ${t.lastUsed(f.moment(used))}`}
      </span>
      <div className="actions">
        <button type="button" className="button" onClick={onRemove}>
          {t.removePassenger(shown)}
        </button>
      </div>
    </li>
  )
}

function AddForm({ onAdd }: { readonly onAdd: (name: string) => void }) {
  const t = useAccountTexts()
  const [name, setName] = useState('')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onAdd(name.trim() === '' ? t.passkeyDefault : name.trim())
    setName('')
  }
  return (
    <form className="find-form" onSubmit={submit}>
      <div className="field">
        <label htmlFor="passkey-name">{t.passkeyName}</label>
        <input
          id="passkey-name"
          maxLength={60}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <div className="actions">
        <button type="submit" className="button primary">
          {t.addPasskey}
        </button>
      </div>
    </form>
  )
}

/** Signs in once more, which is recent then. */
function ConfirmForm({ email, onDone }: { readonly email: string; readonly onDone: () => void }) {
  const t = useAccountTexts()
  const form = useAccountForm({
    empty: { 'confirm-password': '' },
    check: ({ 'confirm-password': password }): Record<string, string> =>
      password === '' ? { 'confirm-password': t.passwordMissing } : {},
    send: ({ 'confirm-password': password }) => signIn({ email, password }),
    onDone,
    placeRefusal: ({ code }) =>
      code === 'sign_in_refused' ? { 'confirm-password': t.wrongPassword } : undefined,
  })
  return (
    <AccountForm form={form} lead={t.confirmLead} label={t.confirm}>
      <AccountField
        {...form.fieldOf('confirm-password')}
        label={t.oldPassword}
        type="password"
        autoComplete="current-password"
      />
    </AccountForm>
  )
}
