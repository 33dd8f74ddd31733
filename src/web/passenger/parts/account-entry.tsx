import { useState } from 'react'
import {
  registerAccount,
  resetAccountPassword,
  sendResetCode,
  signIn,
  verifyAccount,
} from '../../shared/api/account-operations.ts'
import { hasPasskeys } from '../../shared/api/passkey-operations.ts'
import type { CodeSent } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { Page } from '../../shared/parts/page.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'
import { isEmail, isNewPassword, useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'
import { CodeEntry } from './code-entry.tsx'
import { PasskeyEntry } from './passkey-entry.tsx'

interface EntryProps {
  readonly onSignedIn: () => void
}

type Way = 'signIn' | 'register' | 'reset'

/** The ways into an account: signing in, registering, and a new password. */
export function AccountEntry({ onSignedIn }: EntryProps) {
  const t = useAccountTexts()
  const [way, setWay] = useState<Way>('signIn')
  const [sent, setSent] = useState<Sent>()
  if (sent)
    return <EnterCode way={way} sent={sent} onSignedIn={onSignedIn} onBack={() => setSent(undefined)} />
  const others = (['signIn', 'register', 'reset'] as const).filter((one) => one !== way)
  const names = { signIn: t.toSignIn, register: t.toRegister, reset: t.toReset }
  const titles = { signIn: t.signInTitle, register: t.registerTitle, reset: t.resetTitle }
  return (
    <Page title={titles[way]} screen={`account-${way}`} className="find-page">
      {way === 'signIn' && <SignInForm onSignedIn={onSignedIn} />}
      {way === 'signIn' && hasPasskeys() && <PasskeyEntry onSignedIn={onSignedIn} />}
      {way === 'register' && <RegisterForm onSent={setSent} />}
      {way === 'reset' && <ResetForm onSent={setSent} />}
      <div className="actions">
        {others.map((one) => (
          <button key={one} type="button" className="button" onClick={() => setWay(one)}>
            {names[one]}
          </button>
        ))}
      </div>
    </Page>
  )
}

/** A code that is on its way, and how to send another one. */
interface Sent {
  readonly email: string
  readonly answer: CodeSent
  readonly resend: () => ReturnType<typeof registerAccount>
}

function SignInForm({ onSignedIn }: EntryProps) {
  const t = useAccountTexts()
  const form = useAccountForm({
    empty: { email: '', password: '' },
    check: ({ email, password }) => ({
      ...(isEmail(email) ? {} : { email: t.emailError }),
      ...(password === '' ? { password: t.passwordMissing } : {}),
    }),
    send: ({ email, password }) => signIn({ email: email.trim(), password }),
    onDone: onSignedIn,
    placeRefusal: ({ code }) => (code === 'sign_in_refused' ? { password: t.refused } : undefined),
  })
  return (
    <AccountForm form={form} lead={t.signInLead} label={t.signIn} isCard>
      <AccountField {...form.fieldOf('email')} label={t.email} type="email" autoComplete="username" />
      <AccountField
        {...form.fieldOf('password')}
        label={t.password}
        type="password"
        autoComplete="current-password"
      />
    </AccountForm>
  )
}

interface AskProps {
  readonly onSent: (sent: Sent) => void
}

function RegisterForm({ onSent }: AskProps) {
  const t = useAccountTexts()
  const { language } = useI18n()
  const send = (email: string, password: string) =>
    registerAccount({ email: email.trim(), password, language })
  const form = useAccountForm({
    empty: { email: '', 'new-password': '' },
    check: ({ email, 'new-password': password }) => ({
      ...(isEmail(email) ? {} : { email: t.emailError }),
      ...(isNewPassword(password) ? {} : { 'new-password': t.newPasswordError }),
    }),
    send: ({ email, 'new-password': password }) => send(email, password),
    placeRefusal: ({ code }) =>
      code === 'password_too_common' ? { 'new-password': t.commonPassword } : undefined,
    onDone: (answer) => {
      const { email, 'new-password': password } = form.entered
      onSent({ email: email.trim(), answer, resend: () => send(email, password) })
    },
  })
  return (
    <AccountForm form={form} lead={t.registerLead} label={t.send} isCard>
      <AccountField {...form.fieldOf('email')} label={t.email} type="email" autoComplete="username" />
      <AccountField
        {...form.fieldOf('new-password')}
        label={t.password}
        type="password"
        autoComplete="new-password"
        hint={t.newPasswordHint}
      />
    </AccountForm>
  )
}

function ResetForm({ onSent }: AskProps) {
  const t = useAccountTexts()
  const { language } = useI18n()
  const send = (email: string) => sendResetCode({ email: email.trim(), language })
  const form = useAccountForm({
    empty: { email: '' },
    check: ({ email }) => (isEmail(email) ? {} : { email: t.emailError }),
    send: ({ email }) => send(email),
    onDone: (answer) => {
      const { email } = form.entered
      onSent({ email: email.trim(), answer, resend: () => send(email) })
    },
  })
  return (
    <AccountForm form={form} lead={t.resetLead} label={t.send} isCard>
      <AccountField {...form.fieldOf('email')} label={t.email} type="email" autoComplete="username" />
    </AccountForm>
  )
}

interface EnterCodeProps extends EntryProps {
  readonly way: Way
  readonly sent: Sent
  readonly onBack: () => void
}

function EnterCode({ way, sent, onSignedIn, onBack }: EnterCodeProps) {
  const t = useAccountTexts()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string>()
  const isReset = way === 'reset'
  const isReady = () => {
    const isRight = !isReset || isNewPassword(password)
    setError(isRight ? undefined : t.newPasswordError)
    if (!isRight) document.getElementById('new-password')?.focus()
    return isRight
  }
  return (
    <Page title={t.codeTitle} screen="account-code" className="find-page">
      <div className="card">
        <CodeEntry
          lead={isReset ? t.sentToReset(sent.email) : t.sentToNew(sent.email)}
          sent={sent.answer}
          label={isReset ? t.finishReset : t.finishRegister}
          enter={(code) =>
            isReset ? resetAccountPassword({ code, new_password: password }) : verifyAccount(code)
          }
          isReady={isReady}
          sentenceOf={({ code }) => {
            if (code === 'password_too_common') return t.commonPassword
            return code === 'email_taken' ? t.taken : undefined
          }}
          onResend={sent.resend}
          onFound={onSignedIn}
        >
          {isReset && (
            <AccountField
              id="new-password"
              label={t.newPassword}
              type="password"
              autoComplete="new-password"
              hint={t.newPasswordHint}
              value={password}
              error={error}
              onChange={setPassword}
            />
          )}
        </CodeEntry>
      </div>
      <button type="button" className="button" onClick={onBack}>
        {t.changeEmail}
      </button>
    </Page>
  )
}
