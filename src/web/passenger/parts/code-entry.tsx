import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react'
import type { ApiRefusal, ApiReply } from '../../shared/api/client.ts'
import type { CodeSent } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { clockText, endOf, useSecondsLeft } from '../../shared/lib/countdown.ts'
import { hasOutbox } from '../../shared/lib/server-facts.ts'
import { FieldError } from '../../shared/parts/field-error.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { paths } from '../lib/paths.ts'

interface CodeEntryProps<T> {
  /** Says where the code went. */
  readonly lead: string
  readonly sent: CodeSent
  readonly onResend: () => Promise<ApiReply<CodeSent>>
  /** What the button says. */
  readonly label: string
  readonly enter: (code: string) => Promise<ApiReply<T>>
  readonly onFound: (value: T) => void
  /** Whether what else the form asks for is right. */
  readonly isReady?: () => boolean
  /** The sentence for a refusal of this use; undefined for all others. */
  readonly sentenceOf?: (refusal: ApiRefusal) => string | undefined
  /** Other fields of the form. */
  readonly children?: ReactNode
}

/** Asks for the code of the mail, and sends another one if it does not come. */
export function CodeEntry<T>({ lead, sent, onResend, label, children, ...use }: CodeEntryProps<T>) {
  const { t } = useI18n()
  const field = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<string>()
  const [refusal, setRefusal] = useState<ApiRefusal>()

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    setRefusal(undefined)
    setError(undefined)
    if (code.trim() === '') {
      setError(t.find.missing)
      return field.current?.focus()
    }
    if (use.isReady && !use.isReady()) return
    setIsBusy(true)
    const reply = await use.enter(code)
    setIsBusy(false)
    if (reply.ok) return use.onFound(reply.value)
    const sentence = use.sentenceOf?.(reply.refusal)
    if (sentence === undefined && reply.refusal.code !== 'code_not_accepted') return setRefusal(reply.refusal)
    setError(sentence ?? t.find.wrong)
    field.current?.focus()
  }
  return (
    <form className="find-form" onSubmit={(event) => void submit(event)} noValidate>
      <p>{lead}</p>
      {hasOutbox() && (
        <p className="notice notice-info">
          <a href={paths.outbox} target="_blank" rel="noreferrer">
            {t.find.demo}
          </a>
        </p>
      )}
      <CodeField field={field} code={code} error={error} onChange={setCode} />
      {children}
      {refusal && <ProblemNotice refusal={refusal} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={isBusy}>
          {label}
        </button>
        <Resend sent={sent} onResend={onResend} onRefused={setRefusal} />
      </div>
    </form>
  )
}

interface CodeFieldProps {
  readonly field: React.RefObject<HTMLInputElement | null>
  readonly code: string
  readonly error: string | undefined
  readonly onChange: (code: string) => void
}

function CodeField({ field, code, error, onChange }: CodeFieldProps) {
  const { t } = useI18n()
  return (
    <div className="field">
      <label htmlFor="code">{t.find.code}</label>
      <input
        ref={field}
        id="code"
        name="code"
        dir="ltr"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={40}
        value={code}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={error ? 'code-hint code-error' : 'code-hint'}
        {...(error ? { 'aria-invalid': true } : {})}
      />
      <p className="quiet" id="code-hint">
        {t.find.codeHint}
      </p>
      <div role="alert">{error && <FieldError id="code-error" text={error} />}</div>
    </div>
  )
}

interface ResendProps extends Pick<CodeEntryProps<never>, 'sent' | 'onResend'> {
  readonly onRefused: (refusal: ApiRefusal | undefined) => void
}

/** Another code, once the first one has had time to arrive. */
function Resend({ sent, onResend, onRefused }: ResendProps) {
  const { t, f } = useI18n()
  const [end, setEnd] = useState(() => endOf(sent.resend_in_ms))
  const [isResent, setIsResent] = useState(false)
  const left = useSecondsLeft(end)
  const resend = async () => {
    onRefused(undefined)
    setIsResent(false)
    const reply = await onResend()
    if (!reply.ok) return onRefused(reply.refusal)
    setEnd(endOf(reply.value.resend_in_ms))
    setIsResent(true)
  }
  return (
    <>
      <button type="button" className="button" disabled={left > 0} onClick={() => void resend()}>
        {left > 0 ? t.find.resendIn(clockText(left, f.number)) : t.find.resend}
      </button>
      <p role="status" className="quiet">
        {isResent && t.find.resent}
      </p>
    </>
  )
}
