import { useState } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { signInWithPasskey } from '../../shared/api/passkey-operations.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useAccountTexts } from '../lib/account-texts.ts'

/** Signs in with a passkey, whatever the account. */
export function PasskeyEntry({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const t = useAccountTexts()
  const [isBusy, setIsBusy] = useState(false)
  const [message, setMessage] = useState('')
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const enter = async () => {
    setIsBusy(true)
    setMessage('')
    setRefusal(undefined)
    const reply = await signInWithPasskey()
    setIsBusy(false)
    if (reply.ok) return onSignedIn()
    if (!('refusal' in reply)) return setMessage(t.passkeyCanceled)
    if (reply.refusal.code === 'passkey_not_accepted') setMessage(t.passkeyRefused)
    else setRefusal(reply.refusal)
  }
  return (
    <div className="card find-form">
      <div className="actions">
        <button type="button" className="button" disabled={isBusy} onClick={() => void enter()}>
          {t.signInWithPasskey}
        </button>
      </div>
      {refusal && <ProblemNotice refusal={refusal} />}
      <p role="status">{message}</p>
    </div>
  )
}
