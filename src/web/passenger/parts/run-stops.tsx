import { useQuery } from '@tanstack/react-query'
import { showRun } from '../../shared/api/operations.ts'
import type { FoundRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { unwrap } from '../../shared/lib/refused.ts'
import { Name } from '../../shared/parts/name.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import type { Trip } from '../lib/paths.ts'
import { rideStops } from '../lib/ride.ts'

/** Where the train stops on the way, with the local time of each station. */
export function RunStops({ run, trip }: { readonly run: FoundRun; readonly trip: Trip }) {
  const { t, f } = useI18n()
  const { data } = useQuery({
    queryKey: ['run', run.train_run_id],
    queryFn: () => unwrap(showRun(run.train_run_id)),
    staleTime: 60_000,
  })
  if (!data) return <Skeleton rows={2} />
  return (
    <ol className="run-stops" aria-label={t.results.stopsOf(run.train_number)}>
      {rideStops(data, trip).map((stop) => {
        const time = stop.departure_time ?? stop.arrival_time ?? ''
        return (
          <li key={`${stop.station_code} ${time}`}>
            <time dateTime={time}>{f.time(time)}</time> <Name of={stop} />
          </li>
        )
      })}
    </ol>
  )
}
