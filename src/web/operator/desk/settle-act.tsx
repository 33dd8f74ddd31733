import { useState } from 'react'
import type { Receipt, SettleAtDeskBody, Settlement } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { pathOfBooking } from '../booking/desk-act.ts'
import { useTexts } from '../i18n/texts.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ChoiceField, TextField } from '../parts/act-panel.tsx'
import { isTill, keepTill, lastTill } from './till.ts'

type Means = SettleAtDeskBody['means']
const means: readonly Means[] = ['CASH', 'TRANSFER']

interface SettleActProps {
  readonly receipt: Receipt
  readonly onDone: () => void
}

/** Records that the whole balance of a sale changed hands. */
export function SettleAct({ receipt: { booking, balance_cents: balance }, onDone }: SettleActProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { isBusy, refusal, act } = useAct()
  const [how, setHow] = useState<Means>('CASH')
  const [till, setTill] = useState(lastTill)
  const [isWrong, setIsWrong] = useState(false)
  const sum = f.money(Math.abs(balance), booking.currency)
  const submit = async () => {
    setIsWrong(!isTill(till))
    if (!isTill(till)) return
    keepTill(till)
    const body: SettleAtDeskBody = { amount_cents: balance, means: how, till }
    const path = `${pathOfBooking(booking.booking_id)}/settlements`
    if (await act<Settlement>({ path, body })) onDone()
  }
  return (
    <ActPanel
      title={t.desk.settle}
      submit={balance > 0 ? t.desk.takeIn(sum) : t.desk.payOut(sum)}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
    >
      <ChoiceField
        label={t.desk.means}
        value={how}
        options={means}
        nameOf={(one) => t.desk.meansNames[one]}
        onChange={setHow}
      />
      <TextField
        label={t.desk.till}
        value={till}
        maxLength={32}
        error={isWrong && !isTill(till) ? t.desk.tillWrong : undefined}
        onChange={setTill}
      />
    </ActPanel>
  )
}
