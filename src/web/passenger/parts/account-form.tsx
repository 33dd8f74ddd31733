import type { ReactNode, SyntheticEvent } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'

interface AccountFormProps {
  readonly form: {
    readonly onSubmit: (event: SyntheticEvent) => void
    readonly refusal: ApiRefusal | undefined
    readonly isBusy: boolean
  }
  readonly lead: string
  /** What the button says. */
  readonly label: string
  readonly look?: 'primary' | 'danger'
  /** It stands by itself, in no other card. */
  readonly isCard?: boolean
  /** The fields. */
  readonly children: ReactNode
}

/** A form of the account: what it is for, its fields, why it was refused, and its button. */
export function AccountForm({ form, lead, label, look = 'primary', isCard, children }: AccountFormProps) {
  return (
    <form className={isCard ? 'card find-form' : 'find-form'} onSubmit={form.onSubmit} noValidate>
      <p>{lead}</p>
      {children}
      {form.refusal && <ProblemNotice refusal={form.refusal} />}
      <div className="actions">
        <button type="submit" className={`button ${look}`} disabled={form.isBusy}>
          {label}
        </button>
      </div>
    </form>
  )
}
