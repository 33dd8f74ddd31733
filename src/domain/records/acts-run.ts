import type { ConsistId, TrainId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { TrainRun } from '../railway/train-run.ts'

/** Acts that belong to no train are decided on run 0, and their audit entries are chain 0. */
export const actsRunId = 0 as TrainRunId

/** Run 0 as a decision sees it: it goes nowhere, has no seats, and is not in any timetable. */
export const actsRun: TrainRun = {
  id: actsRunId,
  serviceDate: '',
  edition: 0,
  former: [],
  offSaleReason: null,
  isOnSale: false,
  stationsAsOf: null,
  originAt: 0 as Instant,
  train: { id: 0 as TrainId, number: '', name: '', stops: [] },
  consist: { id: 0 as ConsistId, name: '', travelClasses: [], coaches: [], seats: [] },
  fare: {
    ...{ name: '', currency: '', roundToCents: 1, classes: {}, pairs: [] },
    refund: { steps: [], fixedFeeCents: 0 },
  },
}
