import { useState } from 'react'
import { longestStaffName } from '../../../domain/people/staff.ts'
import { lineProblem } from '../../../domain/text.ts'
import { send } from '../../shared/api/client.ts'
import type { StaffSession } from '../../shared/api-types.ts'
import { Page } from '../../shared/parts/page.tsx'
import { useSetupTexts } from '../lib/setup-texts.ts'
import { isEmail, isNewPassword, useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from '../parts/account-field.tsx'
import { AccountForm } from '../parts/account-form.tsx'

/** The console is another face: its page is loaded anew. */
const consolePath = '/operator'

/** Where the link of a first start leads: it makes the first administrator. */
export function SetupPage() {
  // The secret comes after the #, so that no browser sends it to a server or to another page.
  const [token] = useState(() => location.hash.slice(1))
  const [isClosed, setIsClosed] = useState(token === '')
  const [name, setName] = useState<string>()
  if (name !== undefined) return <SetUp name={name} />
  if (isClosed) return <Closed />
  return <SetupForm token={token} onDone={setName} onClosed={() => setIsClosed(true)} />
}

interface SetupFormProps {
  readonly token: string
  readonly onDone: (name: string) => void
  readonly onClosed: () => void
}

const empty = { name: '', email: '', 'new-password': '', again: '' }

function SetupForm({ token, onDone, onClosed }: SetupFormProps) {
  const t = useSetupTexts()
  const form = useAccountForm({
    empty,
    check: (entered) => ({
      ...(lineProblem(entered.name, longestStaffName) === undefined ? {} : { name: t.nameError }),
      ...(isEmail(entered.email) ? {} : { email: t.emailError }),
      ...(isNewPassword(entered['new-password']) ? {} : { 'new-password': t.passwordError }),
      ...(entered.again === entered['new-password'] ? {} : { again: t.againError }),
    }),
    send: (entered) => setUp(token, entered),
    onDone: () => {
      history.replaceState(null, '', location.pathname)
      onDone(form.entered.name.trim())
    },
    placeRefusal: ({ code }) => {
      if (code === 'setup_refused') onClosed()
      if (code === 'password_too_common') return { 'new-password': t.commonPassword }
      return code === 'email_taken' ? { email: t.taken } : undefined
    },
  })
  const passwordField = { type: 'password', autoComplete: 'new-password' } as const
  return (
    <Page title={t.title} screen="setup" className="find-page">
      <AccountForm form={form} lead={t.lead} label={t.submit} isCard>
        <AccountField {...form.fieldOf('name')} label={t.name} type="text" autoComplete="name" />
        <AccountField
          {...form.fieldOf('email')}
          label={t.email}
          type="email"
          autoComplete="username"
          hint={t.emailHint}
        />
        <AccountField
          {...form.fieldOf('new-password')}
          {...passwordField}
          label={t.password}
          hint={t.passwordHint}
        />
        <AccountField {...form.fieldOf('again')} {...passwordField} label={t.again} />
        <p className="quiet">{t.next}</p>
      </AccountForm>
    </Page>
  )
}

function setUp(token: string, entered: typeof empty) {
  const { name, email, 'new-password': password } = entered
  const body = { setup_token: token, name: name.trim(), email: email.trim(), password }
  return send<StaffSession>({ method: 'POST', path: '/api/setup', body })
}

/** The account is there, and its session is a cookie of this browser. */
function SetUp({ name }: { readonly name: string }) {
  const t = useSetupTexts()
  return (
    <Page title={t.doneTitle} screen="setup-done" className="find-page">
      <div className="card">
        <p role="status">{t.done(name)}</p>
        <p>{t.doneNext}</p>
        <div className="actions">
          <a className="button primary" href={consolePath}>
            {t.toConsole}
          </a>
        </div>
      </div>
    </Page>
  )
}

/** The link was used, is too old, or came without its secret. */
function Closed() {
  const t = useSetupTexts()
  return (
    <Page title={t.closedTitle} screen="setup-closed" className="find-page">
      <div className="card">
        <p>{t.closed}</p>
        <p>{t.closedNext}</p>
        <p>
          <code dir="ltr">holdfast staff add EMAIL NAME administrator</code>
        </p>
        <div className="actions">
          <a className="button primary" href={consolePath}>
            {t.toConsole}
          </a>
        </div>
      </div>
    </Page>
  )
}
