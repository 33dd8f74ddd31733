import { type ReactNode, useMemo, useState } from 'react'
import type { SeatMap } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { layOutTrain } from '../../shared/seat-map/layout.ts'
import { lightOf } from '../../shared/seat-map/light.ts'
import { SeatNotice } from '../../shared/seat-map/seat-notice.tsx'
import { choose, type SeatMapState } from '../../shared/seat-map/state.ts'
import type { Wishes } from '../../shared/seat-map/wishes.ts'
import { makeWords } from '../../shared/seat-map/words.ts'
import type { OpenHold } from '../lib/open-holds.ts'
import { useProposal } from '../lib/use-proposal.ts'
import { CompanionOffer } from './companion-offer.tsx'
import { proposalText } from './proposal-text.ts'
import { SeatDock } from './seat-dock.tsx'
import { SeatView } from './seat-view.tsx'
import { ViewSwitch } from './view-switch.tsx'
import { WishesBar } from './wishes-bar.tsx'

interface SeatBoardProps {
  readonly map: SeatMap
  readonly state: SeatMapState
  /** The class that was searched for; empty: any. */
  readonly travelClass: string
  /** The outcome of the last request, shown beside the button that made it. */
  readonly notice: ReactNode
  /** The hold that already keeps exactly the chosen seats. */
  readonly held: OpenHold | undefined
  readonly isBusy: boolean
  readonly change: (by: (state: SeatMapState) => SeatMapState) => void
  readonly onParty: (party: number) => void
  /** Something was done on the map, so that an earlier outcome is no longer of interest. */
  readonly onAct: () => void
  readonly onHold: (seatNumbers: readonly string[]) => void
}

/** The train with what the party looks for, and the bar of the chosen seats. */
export function SeatBoard(props: SeatBoardProps) {
  const { map, state, travelClass, notice, held, isBusy, change, onParty, onAct, onHold } = props
  const { t, locale } = useI18n()
  const train = useMemo(() => layOutTrain(map), [map])
  const words = useMemo(() => makeWords(t.seatMap, locale, map.currency), [t, locale, map.currency])
  const [wishes, setWishes] = useState<Wishes>(() => ({
    travelClass: classIn(map, travelClass),
    liked: new Set(),
    isTogether: false,
  }))
  const [isList, setIsList] = useState(false)
  const light = useMemo(() => lightOf(state, train, wishes), [state, train, wishes])
  const { proposal, isRefused, ask } = useProposal(state, train, wishes, change)
  const says = proposal ? proposalText(proposal, t, words) : isRefused ? t.wishes.tooFew : undefined
  const onChoose = (seatNumber: string) => {
    onAct()
    change((now) => choose(now, seatNumber))
  }
  return (
    <div className="seats-body">
      <WishesBar
        {...{ train, state, light, wishes, isBusy }}
        onWishes={setWishes}
        isProposed={proposal !== undefined}
        onPropose={() => {
          onAct()
          ask()
        }}
      >
        <ViewSwitch isList={isList} onChange={setIsList} />
      </WishesBar>
      <SeatView {...{ state, train, light, words, isList, onChoose }} travelClass={wishes.travelClass} />
      <SeatDock {...{ state, held, isBusy, change, onParty, onHold }} currency={map.currency}>
        <SeatNotice
          {...{ state, train, words }}
          isHidden={notice !== undefined}
          onTake={(seatNumbers) => seatNumbers.forEach(onChoose)}
        />
        <CompanionOffer {...{ map, state, words, change, onParty }} />
        <p className="proposal" role="status">
          {says}
        </p>
        {notice}
      </SeatDock>
    </div>
  )
}

/** The class that the choice begins with: the one searched for, if the train has it. */
function classIn(map: SeatMap, travelClass: string): string {
  const classes = map.coaches.flatMap((coach) => coach.travel_class ?? [])
  return classes.includes(travelClass) ? travelClass : (classes[0] ?? '')
}
