import { type ReactNode, type SyntheticEvent, useId } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { isUndecided } from '../../shared/api/idempotency.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useTexts } from '../i18n/texts.tsx'

interface ActPanelProps {
  readonly title: string
  /** What it does. */
  readonly lead?: string
  readonly isBusy: boolean
  /** What the button says that does it. */
  readonly submit: string
  readonly isDanger?: boolean
  readonly refusal?: ApiRefusal | undefined
  /** The sentence for a refusal of this act alone; undefined for all others. */
  readonly sentence?: (refusal: ApiRefusal) => string | undefined
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** An act of the railway: opened, filled in, done; and why it was not. */
export function ActPanel(props: ActPanelProps) {
  const { title, lead, isBusy, submit, isDanger = false, refusal, sentence, onSubmit, children } = props
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <details className="act">
      <summary>{title}</summary>
      <form className="act-form" onSubmit={send}>
        {lead && <p className="quiet">{lead}</p>}
        {children}
        {refusal && <WhyNot refusal={refusal} sentence={sentence?.(refusal)} />}
        <button type="submit" className={`button ${isDanger ? 'danger' : 'primary'}`} disabled={isBusy}>
          {submit}
        </button>
      </form>
    </details>
  )
}

interface WhyNotProps {
  readonly refusal: ApiRefusal
  readonly sentence?: string | undefined
}

/** Why an act was not done, or that nobody knows whether it was. */
function WhyNot({ refusal, sentence }: WhyNotProps) {
  const t = useTexts()
  const isUnknown = isUndecided(refusal) && refusal.code !== 'overloaded' && refusal.code !== 'rate_limited'
  const text = sentence ?? (isUnknown ? t.acts.unknown : undefined)
  if (text === undefined) return <ProblemNotice refusal={refusal} />
  return (
    <p className="notice notice-problem" role="alert">
      {text}
    </p>
  )
}

interface ChoiceFieldProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly T[]
  readonly nameOf: (option: T) => string
  readonly onChange: (option: T) => void
}

/** One of several. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, value, options, nameOf, onChange } = props
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const option = options[event.target.selectedIndex]
          if (option !== undefined) onChange(option)
        }}
      >
        {options.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Why somebody of the railway acts, for the audit trail. */
export function ReasonField<T extends string>(props: Omit<ChoiceFieldProps<T>, 'label' | 'nameOf'>) {
  const t = useTexts()
  return <ChoiceField {...props} label={t.acts.reason} nameOf={(one) => t.acts.reasons[one] ?? one} />
}

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly error?: string | undefined
  readonly maxLength?: number
  readonly isOptional?: boolean
  readonly type?: 'text' | 'email' | 'password' | 'date'
  readonly minLength?: number
  readonly onChange: (text: string) => void
}

export function TextField(props: TextFieldProps) {
  const { label, value, error, maxLength = 100, isOptional = false, onChange } = props
  const { type = 'text', minLength } = props
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        required={!isOptional}
        {...(minLength === undefined ? {} : { minLength })}
        maxLength={maxLength}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  )
}
