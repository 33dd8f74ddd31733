import { deleteAccount } from '../../shared/api/account-operations.ts'
import { useAccountTexts } from '../lib/account-texts.ts'
import { forgetAllTickets } from '../lib/kept-tickets.ts'
import { useAccountForm } from '../lib/use-account-form.ts'
import { AccountField } from './account-field.tsx'
import { AccountForm } from './account-form.tsx'

/** Deletes the account, with its password. */
export function AccountDeletion({ onDeleted }: { readonly onDeleted: () => void }) {
  const t = useAccountTexts()
  const form = useAccountForm({
    empty: { 'deletion-password': '' },
    check: ({ 'deletion-password': password }): Record<string, string> =>
      password === '' ? { 'deletion-password': t.passwordMissing } : {},
    send: ({ 'deletion-password': password }) => deleteAccount(password),
    onDone() {
      void forgetAllTickets()
      onDeleted()
    },
    placeRefusal: ({ code }) =>
      code === 'sign_in_refused' ? { 'deletion-password': t.wrongPassword } : undefined,
  })
  return (
    <section className="card">
      <h2>{t.deleteHeading}</h2>
      <AccountForm form={form} lead={t.deleteLead} label={t.deleteAccount} look="danger">
        <AccountField
          {...form.fieldOf('deletion-password')}
          label={t.oldPassword}
          type="password"
          autoComplete="current-password"
        />
      </AccountForm>
    </section>
  )
}
