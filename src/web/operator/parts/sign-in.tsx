import { type SyntheticEvent, useState } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { brand } from '../../shared/lib/brand.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { signIn } from '../lib/session.tsx'
import { Preferences } from './preferences.tsx'

interface SignInProps {
  /** Whether there was a session until just now. */
  readonly hasEnded: boolean
  readonly onSignedIn: () => Promise<unknown>
}

/** The form for staff, in place of whatever screen the address is of. */
export function SignIn({ hasEnded, onSignedIn }: SignInProps) {
  const t = useTexts()
  return (
    <main className="sign-in" id="content" tabIndex={-1}>
      <Page title={t.signIn.title} screen="sign-in" heading={`${brand.name} · ${t.console}`}>
        <p className="quiet">{hasEnded ? t.signIn.ended : t.signIn.lead}</p>
        <SignInForm onSignedIn={onSignedIn} />
        <p className="quiet">{t.signIn.help}</p>
        <div className="sign-in-foot">
          <a href="/">{t.signIn.passengers}</a>
          <Preferences />
        </div>
      </Page>
    </main>
  )
}

function SignInForm({ onSignedIn }: Pick<SignInProps, 'onSignedIn'>) {
  const t = useTexts()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const [isBusy, setIsBusy] = useState(false)
  const [needsCode, setNeedsCode] = useState(false)
  const refuse = (why: ApiRefusal) => {
    const isAsked = why.code === 'second_factor_needed'
    if (isAsked) setNeedsCode(true)
    else setRefusal(why)
    setCode('')
  }
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    setIsBusy(true)
    setRefusal(undefined)
    const reply = await signIn({ email, password, ...(code === '' ? {} : { code }) })
    if (reply.ok) await onSignedIn()
    else refuse(reply.refusal)
    setIsBusy(false)
  }
  return (
    <form className="card sign-in-form" onSubmit={(event) => void submit(event)}>
      <label className="field">
        <span className="label">{t.signIn.email}</span>
        <input
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </label>
      <label className="field">
        <span className="label">{t.signIn.password}</span>
        <input
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      {needsCode && <CodeField value={code} onChange={setCode} />}
      {refusal && <WhyNot refusal={refusal} />}
      <button type="submit" className="button primary" disabled={isBusy}>
        {t.signIn.submit}
      </button>
    </form>
  )
}

/** Asked for once the password fits, of those who have a second factor. */
function CodeField({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (code: string) => void
}) {
  const t = useTexts()
  return (
    <label className="field">
      <span className="label">{t.signIn.code}</span>
      <input
        type="text"
        autoComplete="one-time-code"
        required
        ref={(field) => field?.focus()}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="field-note">{t.signIn.codeHint}</span>
    </label>
  )
}

function WhyNot({ refusal }: { readonly refusal: ApiRefusal }) {
  const t = useTexts()
  const { f } = useI18n()
  const waitMs = 'retry_after_ms' in refusal ? Number(refusal.retry_after_ms) : 0
  const sentences: Readonly<Record<string, string>> = {
    sign_in_refused: t.signIn.refused,
    second_factor_refused: t.signIn.codeRefused,
  }
  const sentence = sentences[refusal.code]
  if (waitMs > 0) return <Alert text={t.signIn.wait(f.span(waitMs))} />
  return sentence ? <Alert text={sentence} /> : <ProblemNotice refusal={refusal} />
}

function Alert({ text }: { readonly text: string }) {
  return (
    <p className="notice notice-problem" role="alert">
      {text}
    </p>
  )
}
