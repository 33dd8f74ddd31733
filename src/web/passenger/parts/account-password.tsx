import { useState } from 'react'
import { changeAccountPassword } from '../../shared/api/account-operations.ts'
import { useAccountTexts } from '../lib/account-texts.ts'
import { isNewPassword, useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'

/** Changes the password; the form is made anew when it is done, so that no password stays in it. */
export function AccountPassword() {
  const t = useAccountTexts()
  const [times, setTimes] = useState(0)
  return (
    <section className="card">
      <h2>{t.passwordHeading}</h2>
      <PasswordForm key={times} onChanged={() => setTimes(times + 1)} />
      <p role="status">{times > 0 && t.changed}</p>
    </section>
  )
}

function PasswordForm({ onChanged }: { readonly onChanged: () => void }) {
  const t = useAccountTexts()
  const form = useAccountForm({
    empty: { password: '', 'new-password': '' },
    check: ({ password, 'new-password': fresh }) => ({
      ...(password === '' ? { password: t.passwordMissing } : {}),
      ...(isNewPassword(fresh) ? {} : { 'new-password': t.newPasswordError }),
    }),
    send: ({ password, 'new-password': fresh }) => changeAccountPassword({ password, new_password: fresh }),
    onDone: onChanged,
    placeRefusal: ({ code }) => {
      if (code === 'password_too_common') return { 'new-password': t.commonPassword }
      return code === 'sign_in_refused' ? { password: t.wrongPassword } : undefined
    },
  })
  return (
    <AccountForm form={form} lead={t.passwordLead} label={t.changePassword}>
      <AccountField
        {...form.fieldOf('password')}
        label={t.oldPassword}
        type="password"
        autoComplete="current-password"
      />
      <AccountField
        {...form.fieldOf('new-password')}
        label={t.newPassword}
        type="password"
        autoComplete="new-password"
        hint={t.newPasswordHint}
      />
    </AccountForm>
  )
}
