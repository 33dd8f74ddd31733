import { useI18n } from '../../shared/i18n/i18n.tsx'
import { FieldError } from '../../shared/parts/field-error.tsx'

interface AccountFieldProps {
  readonly id: string
  readonly label: string
  readonly type: 'email' | 'password' | 'text'
  readonly autoComplete: 'off' | 'email' | 'name' | 'username' | 'current-password' | 'new-password'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: string
  /** What is wrong; undefined if nothing is. */
  readonly error?: string | undefined
}

const longest = { email: 254, password: 256, text: 100 } as const

/** A field for an address, a password or a name. */
export function AccountField({ id, label, type, hint, error, onChange, ...rest }: AccountFieldProps) {
  const { direction } = useI18n()
  const ids = [...(hint ? [`${id}-hint`] : []), ...(error ? [`${id}-error`] : [])].join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={id}
        type={type}
        dir={type === 'email' ? 'ltr' : direction}
        maxLength={longest[type]}
        {...rest}
        onChange={(event) => onChange(event.target.value)}
        {...(ids ? { 'aria-describedby': ids } : {})}
        {...(error ? { 'aria-invalid': true } : {})}
      />
      {hint && (
        <p className="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`} text={error} />}
    </div>
  )
}
