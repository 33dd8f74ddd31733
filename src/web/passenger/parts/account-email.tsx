import { useState } from 'react'
import { changeEmail, sendEmailCode } from '../../shared/api/account-operations.ts'
import type { CodeSent } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'
import { isEmail, useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'
import { CodeEntry } from './code-entry.tsx'

/** A code that is on its way to the new address, and how to send another one. */
interface Sent {
  readonly email: string
  readonly answer: CodeSent
  readonly resend: () => ReturnType<typeof sendEmailCode>
}

/** Changes the address of the account, with a code that is sent to the new one. */
export function AccountEmail({ onChanged }: { readonly onChanged: () => void }) {
  const t = useAccountTexts()
  const [sent, setSent] = useState<Sent>()
  const [isDone, setIsDone] = useState(false)
  const done = () => {
    setSent(undefined)
    setIsDone(true)
    onChanged()
  }
  return (
    <section className="card">
      <h2>{t.changeEmail}</h2>
      {sent ? (
        <CodeEntry
          lead={t.sentToNew(sent.email)}
          sent={sent.answer}
          label={t.finishEmail}
          enter={changeEmail}
          sentenceOf={({ code }) => (code === 'email_taken' ? t.emailTaken : undefined)}
          onResend={sent.resend}
          onFound={done}
        />
      ) : (
        <EmailForm onSent={setSent} />
      )}
      <p role="status">{isDone && t.emailChanged}</p>
    </section>
  )
}

function EmailForm({ onSent }: { readonly onSent: (sent: Sent) => void }) {
  const t = useAccountTexts()
  const { language } = useI18n()
  const form = useAccountForm({
    empty: { 'new-email': '', 'email-password': '' },
    check: ({ 'new-email': email, 'email-password': password }) => ({
      ...(isEmail(email) ? {} : { 'new-email': t.emailError }),
      ...(password === '' ? { 'email-password': t.passwordMissing } : {}),
    }),
    send: ({ 'new-email': email, 'email-password': password }) =>
      sendEmailCode({ email: email.trim(), password, language }),
    onDone: (answer) => {
      const body = { email: form.entered['new-email'].trim(), password: form.entered['email-password'] }
      onSent({ email: body.email, answer, resend: () => sendEmailCode({ ...body, language }) })
    },
    placeRefusal: ({ code }) =>
      code === 'sign_in_refused' ? { 'email-password': t.wrongPassword } : undefined,
  })
  return (
    <AccountForm form={form} lead={t.emailLead} label={t.send}>
      <AccountField {...form.fieldOf('new-email')} label={t.newEmail} type="email" autoComplete="email" />
      <AccountField
        {...form.fieldOf('email-password')}
        label={t.oldPassword}
        type="password"
        autoComplete="current-password"
      />
    </AccountForm>
  )
}
