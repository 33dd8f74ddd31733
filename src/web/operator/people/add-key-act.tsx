import { useId, useState } from 'react'
import { rights as allRights, type Right } from '../../../domain/people/rights.ts'
import type { MadeApiKey } from '../../shared/api-types.ts'
import { useTexts } from '../i18n/texts.tsx'
import { useMe } from '../lib/session.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, TextField } from '../parts/act-panel.tsx'
import { CheckList } from './check-list.tsx'

interface Entered {
  readonly name: string
  readonly rights: readonly Right[]
  readonly networks: string
  readonly lastDay: string
}

const nothing: Entered = { name: '', rights: [], networks: '', lastDay: '' }

function bodyOf({ name, rights, networks, lastDay }: Entered) {
  const listed = networks.split(/[\s,]+/).filter(Boolean)
  return {
    ...{ name: name.trim(), rights },
    ...(listed.length === 0 ? {} : { networks: listed }),
    ...(lastDay === '' ? {} : { expires_at: `${lastDay}T23:59:59Z` }),
  }
}

/** Makes a key, and shows its token once. */
export function AddKeyAct({ onMade }: { readonly onMade: () => void }) {
  const t = useTexts()
  const { rights: own } = useMe()
  const { isBusy, refusal, act } = useAct()
  const [entered, setEntered] = useState(nothing)
  const [isWrong, setIsWrong] = useState(false)
  const [made, setMade] = useState<MadeApiKey>()
  const enter = (part: Partial<Entered>) => setEntered((now) => ({ ...now, ...part }))
  const send = async () => {
    setIsWrong(entered.rights.length === 0)
    if (entered.rights.length === 0) return
    const key = await act<MadeApiKey>({ path: '/api/operator/keys', body: bodyOf(entered) })
    if (!key) return
    setMade(key)
    setEntered(nothing)
    onMade()
  }
  if (made) return <TokenOnce made={made} onStored={() => setMade(undefined)} />
  return (
    <section className="card acts" aria-label={t.keys.add}>
      <ActPanel
        title={t.keys.add}
        lead={t.keys.addLead}
        submit={t.keys.addNow}
        {...{ isBusy, refusal }}
        sentence={({ code }) => (code === 'key_name_taken' ? t.keys.nameTaken : undefined)}
        onSubmit={() => void send()}
      >
        <KeyFields entered={entered} own={own} onEnter={enter} />
        {isWrong && (
          <p className="field-error" role="alert">
            {t.keys.noRights}
          </p>
        )}
      </ActPanel>
    </section>
  )
}

interface KeyFieldsProps {
  readonly entered: Entered
  /** Nobody gives a right that they do not have. */
  readonly own: ReadonlySet<Right>
  readonly onEnter: (part: Partial<Entered>) => void
}

function KeyFields({ entered, own, onEnter }: KeyFieldsProps) {
  const t = useTexts()
  return (
    <>
      <TextField label={t.keys.name} value={entered.name} onChange={(name) => onEnter({ name })} />
      <CheckList
        legend={t.keys.rights}
        options={allRights.filter((right) => own.has(right))}
        marked={entered.rights}
        nameOf={(right) => right}
        onChange={(rights) => onEnter({ rights })}
      />
      <TextField
        label={t.keys.networksHint}
        value={entered.networks}
        maxLength={1_000}
        isOptional
        onChange={(networks) => onEnter({ networks })}
      />
      <TextField
        label={t.keys.endsHint}
        type="date"
        value={entered.lastDay}
        isOptional
        onChange={(lastDay) => onEnter({ lastDay })}
      />
    </>
  )
}

interface TokenOnceProps {
  readonly made: MadeApiKey
  readonly onStored: () => void
}

/** The token of a key that has just been made, to be copied before it is gone. */
function TokenOnce({ made, onStored }: TokenOnceProps) {
  const t = useTexts()
  const id = useId()
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    // The clipboard exists only in secure contexts. The selected text can be copied by hand everywhere.
    await navigator.clipboard?.writeText(made.token)
    setIsCopied(navigator.clipboard !== undefined)
  }
  return (
    <section className="card act-form" aria-labelledby={id}>
      <h3 id={id}>{t.keys.made(made.name)}</h3>
      <p role="alert">{t.keys.once}</p>
      <input readOnly dir="ltr" value={made.token} aria-labelledby={id} onFocus={(e) => e.target.select()} />
      <div className="bar">
        <button type="button" className="button primary" onClick={() => void copy()}>
          {isCopied ? t.keys.copied : t.keys.copy}
        </button>
        <button type="button" className="button" onClick={onStored}>
          {t.keys.stored}
        </button>
      </div>
    </section>
  )
}
