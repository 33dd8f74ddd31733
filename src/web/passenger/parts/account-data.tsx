import { useState } from 'react'
import { erasePersonalData, personalDataPath } from '../../shared/api/account-operations.ts'
import { useAccountTexts } from '../lib/account-texts.ts'
import { useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'

/** Everything personal that is stored, as a file; and the way to erase it from past bookings. */
export function AccountData() {
  const t = useAccountTexts()
  const [message, setMessage] = useState('')
  const form = useAccountForm({
    empty: { 'erasure-password': '' },
    check: ({ 'erasure-password': password }): Record<string, string> =>
      password === '' ? { 'erasure-password': t.passwordMissing } : {},
    send: ({ 'erasure-password': password }) => erasePersonalData(password),
    onDone: ({ erased, kept }) =>
      setMessage(
        [erased.length > 0 ? t.erased : t.nothingErased, kept.length > 0 ? t.keptNames : ''].join(' '),
      ),
    placeRefusal: ({ code }) =>
      code === 'sign_in_refused' ? { 'erasure-password': t.wrongPassword } : undefined,
  })
  return (
    <section className="card find-form">
      <h2>{t.dataHeading}</h2>
      <p>{t.dataLead}</p>
      <div className="actions">
        <a className="button" href={personalDataPath} download="personal-data.json">
          {t.downloadData}
        </a>
      </div>
      <AccountForm form={form} lead={t.eraseLead} label={t.eraseData} look="danger">
        <AccountField
          {...form.fieldOf('erasure-password')}
          label={t.oldPassword}
          type="password"
          autoComplete="current-password"
        />
      </AccountForm>
      <p role="status">{message}</p>
    </section>
  )
}
