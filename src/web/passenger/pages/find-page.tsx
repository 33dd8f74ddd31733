import { type SyntheticEvent, useState } from 'react'
import { useSearch } from 'wouter'
import { emailProblem } from '../../../domain/records/contact.ts'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { findBooking, grantBooking } from '../../shared/api/operations.ts'
import type { CodeSent } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { FieldError } from '../../shared/parts/field-error.tsx'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useOpenBooking } from '../lib/use-open-booking.ts'
import { CodeEntry } from '../parts/code-entry.tsx'

/** What a passenger knows of a booking. */
interface Known {
  readonly reference: string
  readonly email: string
}

type KnownName = keyof Known

/** Finds a booking by its reference and the address of its contact: first the two, then the code. */
export function FindPage() {
  const { t, language } = useI18n()
  const open = useOpenBooking()
  const search = useSearch()
  const [known, setKnown] = useState<Known>(() => ({
    reference: new URLSearchParams(search).get('booking') ?? '',
    email: '',
  }))
  const [sent, setSent] = useState<CodeSent>()
  const send = () => findBooking({ booking_id: known.reference.trim(), email: known.email.trim(), language })
  if (!sent)
    return (
      <Page title={t.find.title} screen="find" className="find-page">
        <KnownForm known={known} onChange={setKnown} send={send} onSent={setSent} />
      </Page>
    )
  return (
    <Page title={t.find.codeTitle} screen="find-code" className="find-page">
      <div className="card">
        <CodeEntry
          label={t.find.open}
          enter={(code) => grantBooking(known.reference.trim(), code)}
          lead={t.find.sent(known.email.trim())}
          sent={sent}
          onResend={send}
          onFound={open}
        />
      </div>
      <button type="button" className="button" onClick={() => setSent(undefined)}>
        {t.find.change}
      </button>
    </Page>
  )
}

interface KnownFormProps {
  readonly known: Known
  readonly onChange: (known: Known) => void
  readonly send: () => ReturnType<typeof findBooking>
  readonly onSent: (sent: CodeSent) => void
}

function wrongIn({ reference, email }: Known): readonly KnownName[] {
  const wrong: KnownName[] = []
  if (!/^[0-9A-Za-z]{8}$/.test(reference.trim())) wrong.push('reference')
  if (emailProblem(email.trim()) !== undefined) wrong.push('email')
  return wrong
}

function KnownForm({ known, onChange, send, onSent }: KnownFormProps) {
  const { t } = useI18n()
  const [wrong, setWrong] = useState<readonly KnownName[]>([])
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const [first, ...more] = wrongIn(known)
    setWrong(first ? [first, ...more] : [])
    if (first) return document.getElementById(first)?.focus()
    setRefusal(undefined)
    setIsBusy(true)
    const reply = await send()
    setIsBusy(false)
    if (reply.ok) onSent(reply.value)
    else setRefusal(reply.refusal)
  }
  return (
    <form className="card find-form" onSubmit={(event) => void submit(event)} noValidate>
      <p>{t.find.lead}</p>
      <div className="field">
        <label htmlFor="reference">{t.find.reference}</label>
        <input
          id="reference"
          name="reference"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          value={known.reference}
          onChange={(event) => onChange({ ...known, reference: event.target.value })}
          {...describedBy('reference', wrong, true)}
        />
        <p className="quiet" id="reference-hint">
          {t.find.referenceHint}
        </p>
        {wrong.includes('reference') && <FieldError id="reference-error" text={t.find.errors.reference} />}
      </div>
      <div className="field">
        <label htmlFor="email">{t.find.email}</label>
        <input
          id="email"
          name="email"
          type="email"
          dir="ltr"
          autoComplete="email"
          value={known.email}
          onChange={(event) => onChange({ ...known, email: event.target.value })}
          {...describedBy('email', wrong, false)}
        />
        {wrong.includes('email') && <FieldError id="email-error" text={t.find.errors.email} />}
      </div>
      {refusal && <ProblemNotice refusal={refusal} />}
      <div className="actions">
        <button type="submit" className="button primary" disabled={isBusy}>
          {t.find.send}
        </button>
      </div>
      <p className="quiet">{t.find.noEmail}</p>
    </form>
  )
}

function describedBy(name: KnownName, wrong: readonly KnownName[], hasHint: boolean) {
  const isWrong = wrong.includes(name)
  const ids = [...(hasHint ? [`${name}-hint`] : []), ...(isWrong ? [`${name}-error`] : [])].join(' ')
  return {
    ...(ids ? { 'aria-describedby': ids } : {}),
    ...(isWrong ? { 'aria-invalid': true as const } : {}),
  }
}
