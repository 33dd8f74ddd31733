import { useI18n } from '../i18n/i18n.tsx'
import { Name } from './name.tsx'

interface TrainTitleProps {
  readonly train: { readonly train_number: string; readonly train_name: string }
  /** What the train shows where the passenger boards; absent until it is known. */
  readonly headsign: string | null | undefined
  readonly headsigns: Readonly<Record<string, string>> | undefined
}

/** The number of a train, its name, and where it goes. */
export function TrainTitle({ train, headsign, headsigns = {} }: TrainTitleProps) {
  const { t } = useI18n()
  const { train_number: number, train_name: name } = train
  // A train without a name of its own is named by its first station and its headsign.
  const isMade = typeof headsign === 'string' && name.endsWith(` - ${headsign}`)
  return (
    <>
      <strong>{number}</strong> {!isMade && <bdi>{name}</bdi>}{' '}
      {headsign && (
        <span>
          {t.common.toward} <Name of={{ name: headsign, names: headsigns }} />
        </span>
      )}
    </>
  )
}
