import { useI18n } from '../../shared/i18n/i18n.tsx'
import { FieldError } from '../../shared/parts/field-error.tsx'
import type { FieldName } from '../lib/passenger-form.ts'
import type { Contact } from '../lib/seating.ts'

interface ContactFieldsProps {
  readonly contact: Contact
  readonly wrong: readonly FieldName[]
  readonly onChange: (contact: Contact) => void
}

const kinds = [
  { name: 'email', type: 'email', autoComplete: 'email' },
  { name: 'phone', type: 'tel', autoComplete: 'tel' },
] as const

export function ContactFields({ contact, wrong, onChange }: ContactFieldsProps) {
  const { t } = useI18n()
  return (
    <>
      <p className="quiet">{t.checkout.contactNote}</p>
      <div className="passenger-row">
        {kinds.map(({ name, type, autoComplete }) => (
          <div key={name} className="field grow">
            <label htmlFor={name}>
              {t.checkout[name]} <span className="quiet">({t.common.optional})</span>
            </label>
            <input
              id={name}
              name={name}
              type={type}
              dir="ltr"
              autoComplete={autoComplete}
              value={contact[name]}
              onChange={(event) => onChange({ ...contact, [name]: event.target.value })}
              {...(wrong.includes(name) ? { 'aria-invalid': true, 'aria-describedby': `${name}-error` } : {})}
            />
            {wrong.includes(name) && <FieldError id={`${name}-error`} text={t.checkout.errors[name]} />}
          </div>
        ))}
      </div>
    </>
  )
}
