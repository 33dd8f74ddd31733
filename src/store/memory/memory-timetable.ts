import type { ConsistId, SeatId, StationCode, TrainId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { buildNetwork } from '../../domain/railway/build-network.ts'
import { type Consist, seatOf } from '../../domain/railway/consist.ts'
import type { Fare } from '../../domain/railway/fare.ts'
import { type ImportReply, type ImportTerms, refuseImport } from '../../domain/railway/import-differences.ts'
import {
  doubtfulCodes,
  givenUpStations,
  type KnownStation,
  type StationChanges,
} from '../../domain/railway/import-stations.ts'
import { keepSeats } from '../../domain/railway/keep-seats.ts'
import type { Network } from '../../domain/railway/network.ts'
import { prefixStations } from '../../domain/railway/prefix-stations.ts'
import { serviceDayOrigin } from '../../domain/railway/service-day.ts'
import type { FormerStation } from '../../domain/railway/station-names.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../../domain/railway/timetable.ts'
import type { Stop, Train, TrainRun } from '../../domain/railway/train-run.ts'
import { accept } from '../../domain/result.ts'
import { currentWishes } from '../current-timetable.ts'
import { consistDigest, fareDigest, timetableDigests } from '../digest.ts'
import { type ImportPlan, type KeptRun, planImport, planRuns } from '../import-plan.ts'
import { type Digests, draftWishes, wishesOf } from '../wishes.ts'

interface KnownTrain {
  readonly train: Train
  readonly source: string
  readonly plan: TrainPlan
  readonly digest: string
  readonly consist: string
  readonly fare: string
  isCurrent: boolean
}

interface KnownRun {
  readonly run: TrainRun
  readonly known: KnownTrain
  /** The train with the coaches and the fare of the run, as the plan compares them. */
  readonly consist: string
  readonly fare: string
}

/** Who has claims on a run, and what becomes of those who do when the run changes. */
export interface RunUsage {
  of(id: TrainRunId): {
    readonly isUsed: boolean
    readonly bookings: number
    readonly claimed: readonly SeatId[]
  }
  onKept(kept: KeptRun): void
}

/** Stations, trains, consists, fares and runs of the memory store. */
export class MemoryTimetable {
  readonly #stations = new Map<StationCode, KnownStation>()
  readonly #prefixes = new Map<string, string>()
  #formerStations: readonly FormerStation[] = []
  readonly #consists = new Map<string, Consist>()
  readonly #fares = new Map<string, Fare>()
  readonly #trains = new Map<TrainId, KnownTrain>()
  readonly #runs = new Map<TrainRunId, KnownRun>()
  /** Those that the railway itself has closed. */
  readonly #closed = new Set<TrainRunId>()
  #nextId = 1
  #nextSeatId = 1
  #version = 0

  network(): Network {
    const runs = [...this.#runs.values()].map((known) => known.run)
    const headsigns = new Map([...this.#trains].map(([id, { plan }]) => [id, plan.headsigns ?? []]))
    const [stations, formerStations] = [this.#stations.values(), this.#formerStations]
    const givenUp = givenUpStations(this.#stations.values())
    return buildNetwork({ version: this.#version, stations, formerStations, givenUp, runs, headsigns })
  }

  findRun(id: TrainRunId): TrainRun | undefined {
    return this.#runs.get(id)?.run
  }

  import(given: Timetable, terms: ImportTerms & { at: Instant }, usage: RunUsage): ImportReply {
    const timetable = prefixStations(given, terms.stationPrefix ?? this.#prefixes.get(given.source) ?? '')
    const digests = timetableDigests(timetable)
    const known = this.#known(timetable, terms, usage)
    const wishes = wishesOf(draftWishes(timetable, terms, digests, known), this.#stops())
    const plan = planImport(wishes, known, this.#soldOf(known.runs, usage))
    const refused = refuseImport(plan.findings, terms)
    if (refused) return refused
    if (terms.isDryRun) return accept(plan.findings.report)
    const trains = this.#store(timetable, plan, digests, usage)
    for (const kept of plan.keep)
      this.#keepNoted(kept, kept.train === null ? undefined : trains[kept.train], usage)
    return accept(plan.findings.report)
  }

  #known(
    timetable: Pick<Timetable, 'source' | 'firstDate' | 'stations'>,
    { fromDate }: ImportTerms,
    usage: RunUsage,
  ) {
    const { source, firstDate } = timetable
    const trains = [...this.#trains.values()].filter((known) => known.source === source)
    const runs = [...this.#runs.values()].filter(
      ({ run, known }) => known.source === source && run.serviceDate >= fromDate,
    )
    return {
      trains: trains.map(({ train, plan, digest, isCurrent }) => ({
        ...{ id: train.id, key: plan.key, digest, number: plan.number, name: plan.name },
        datesBefore: isCurrent
          ? plan.serviceDates.filter((date) => fromDate <= date && date < firstDate)
          : [],
      })),
      runs: runs.map(({ run, known, consist, fare }) => ({
        ...{ id: run.id, trainId: run.train.id, key: known.plan.key, serviceDate: run.serviceDate },
        ...{ consist, fare, originAt: run.originAt, offSaleReason: run.offSaleReason },
        ...{ isClosed: this.#closed.has(run.id), ...usage.of(run.id) },
      })),
      stations: { stations: this.#stations, otherCallers: this.#otherCallers(timetable) },
    }
  }

  #otherCallers(timetable: Pick<Timetable, 'source' | 'stations'>): ReadonlyMap<StationCode, string> {
    const codes = doubtfulCodes(timetable, this.#stations)
    const others = [...this.#trains.values()]
      .filter(({ source }) => source !== timetable.source)
      .sort((a, b) => (a.source < b.source ? 1 : -1))
    return new Map(
      codes.flatMap((code) =>
        others
          .filter(({ train }) => train.stops.some(({ stationCode }) => stationCode === code))
          .map(({ source }) => [code, source] as const),
      ),
    )
  }

  #putStations({ put, former }: StationChanges, { source, firstDate }: Timetable, usage: RunUsage): void {
    const codes = new Set(former.map(({ code }) => code))
    for (const [id, found] of this.#runs) {
      const { run, known } = found
      const isBefore = known.source === source && run.serviceDate < firstDate
      const isUsed = usage.of(id).isUsed
      const isRenewed = !isUsed && known.source === source && !isBefore && run.stationsAsOf !== null
      const calls = run.train.stops.some(({ stationCode }) => codes.has(stationCode))
      if (!isRenewed && (run.stationsAsOf !== null || !calls)) continue
      const keeps = isUsed || isBefore
      const next = keeps ? { stationsAsOf: this.#version } : { stationsAsOf: null, edition: run.edition + 1 }
      this.#runs.set(id, { ...found, run: { ...run, ...next } })
    }
    const untilVersion = this.#version
    this.#formerStations = [
      ...this.#formerStations,
      ...former.map(({ code, name, timeZone }) => ({ code, name, timeZone, untilVersion })),
    ]
    for (const station of put) this.#stations.set(station.code, station)
  }

  /** Takes a run off sale for good, as the railway does. */
  close(id: TrainRunId): void {
    const { run, ...known } = must(this.#runs.get(id))
    this.#closed.add(id)
    this.#runs.set(id, { ...known, run: { ...run, isOnSale: false } })
    this.#version++
  }

  #stops(): ReadonlyMap<TrainId, readonly Stop[]> {
    return new Map([...this.#trains].map(([id, { train }]) => [id, train.stops]))
  }

  #soldOf(runs: readonly { readonly id: TrainRunId; readonly isUsed: boolean }[], usage: RunUsage) {
    const used = runs.filter(({ isUsed }) => isUsed)
    return new Map(used.map(({ id }) => [id, this.#sold(id, usage)]))
  }

  #sold(id: TrainRunId, usage: RunUsage) {
    const { run } = must(this.#runs.get(id))
    const formerCalls = run.former.map(({ originAt, train }) => ({ originAt, stops: train.stops }))
    const claimed = usage.of(id).claimed.map((seatId) => seatOf(run.consist, seatId))
    return { stops: run.train.stops, formerCalls, claimed }
  }

  #store(timetable: Timetable, plan: ImportPlan, digests: Digests, usage: RunUsage): readonly KnownTrain[] {
    this.#prefixes.set(timetable.source, timetable.stationPrefix ?? '')
    this.#putStations(plan.stations, timetable, usage)
    for (const consist of timetable.consists) this.#addConsist(consist)
    for (const fare of timetable.fares) this.#addFare(fare)
    for (const id of plan.remove) this.#runs.delete(id)
    for (const known of this.#trains.values()) if (known.source === timetable.source) known.isCurrent = false
    for (const { id, datesBefore: serviceDates } of plan.goOn) {
      const known = this.#trains.get(id)
      if (known) this.#trains.set(id, { ...known, plan: { ...known.plan, serviceDates }, isCurrent: true })
    }
    const trains = plan.trains.map(({ plan: train, digest, trainId, serviceDates }) =>
      this.#putTrain(
        timetable.source,
        { ...train, serviceDates },
        digest,
        trainId,
        digests.consist(train.consistName),
        digests.fare(train.fareName),
      ),
    )
    for (const { id, train, serviceDate } of plan.change) this.#open(trains[train], serviceDate, id)
    for (const { train, serviceDate } of plan.open) this.#open(trains[train], serviceDate)
    this.#version++
    return trains
  }

  openRuns(terms: ImportTerms & { at: Instant }, usage: RunUsage): number {
    const sources = new Set([...this.#trains.values()].map(({ source }) => source))
    let count = 0
    for (const source of sources) count += this.#openRunsOf(source, terms, usage)
    if (count > 0) this.#version++
    return count
  }

  /** As `openRuns` of the other stores does it. */
  #openRunsOf(source: string, terms: ImportTerms & { at: Instant }, usage: RunUsage): number {
    const { fromDate, toDate } = terms
    const before = this.#known({ source, firstDate: '', stations: [] }, terms, usage)
    const known = { ...before, runs: before.runs.filter(({ serviceDate }) => serviceDate <= toDate) }
    const inForce = [...this.#trains.values()].filter((one) => one.source === source && one.isCurrent)
    const stored = inForce.map(({ train: { id }, plan, digest, consist, fare }) => {
      const serviceDates = plan.serviceDates.filter((date) => fromDate <= date && date <= toDate)
      return { ...plan, id, digest, consist, fare, serviceDates }
    })
    const wishes = wishesOf(currentWishes(source, stored, terms, known), this.#stops())
    const sold = this.#soldOf(known.runs, usage)
    const waiting = known.runs.filter(
      ({ id, offSaleReason }) =>
        offSaleReason === 'WAITING' && wishes.matches.has(id) && sold.get(id)?.claimed.length === 0,
    )
    const { keep } = planRuns(wishes, { ...known, runs: waiting }, sold)
    for (const kept of keep)
      this.#keepNoted(kept, kept.train === null ? undefined : inForce[kept.train], usage)
    for (const { train, serviceDate } of wishes.open) this.#open(inForce[train], serviceDate)
    return wishes.open.length + keep.filter(({ offSaleReason }) => offSaleReason === null).length
  }

  #addConsist(plan: ConsistPlan): void {
    const digest = consistDigest(plan)
    if (this.#consists.has(digest)) return
    const seats = plan.seats.map((seat, index) => ({ ...seat, index, id: this.#nextSeatId++ as SeatId }))
    this.#consists.set(digest, { ...plan, id: this.#nextId++ as ConsistId, seats })
  }

  /** A known one stays the same object: runs that share a fare are told by that. */
  #addFare(fare: Fare): void {
    const digest = fareDigest(fare)
    if (!this.#fares.has(digest)) this.#fares.set(digest, fare)
  }

  #putTrain(
    source: string,
    plan: TrainPlan,
    digest: string,
    id: TrainId | undefined,
    consist: string,
    fare: string,
  ): KnownTrain {
    const known = id === undefined ? undefined : this.#trains.get(id)
    const trainId = id ?? (this.#nextId++ as TrainId)
    const train = known?.train ?? { id: trainId, number: plan.number, name: plan.name, stops: plan.stops }
    const entry = { train, source, plan, digest, consist, fare, isCurrent: true }
    this.#trains.set(trainId, entry)
    return entry
  }

  /** Opens a run, or makes a known one a run of this train. */
  #open(known: KnownTrain | undefined, serviceDate: string, knownId?: TrainRunId): void {
    const { train, plan, consist, fare } = must(known)
    const id = knownId ?? (this.#nextId++ as TrainRunId)
    const run: TrainRun = {
      ...{ id, train, serviceDate, originAt: serviceDayOrigin(serviceDate, plan.timeZone) },
      ...{ consist: must(this.#consists.get(consist)), fare: must(this.#fares.get(fare)) },
      ...{ edition: 1, former: [], offSaleReason: null, isOnSale: true, stationsAsOf: null },
    }
    this.#runs.set(id, { run, known: must(known), consist, fare })
  }

  #keepNoted(kept: KeptRun, next: KnownTrain | undefined, usage: RunUsage): void {
    this.#keep(kept, next)
    usage.onKept(kept)
  }

  /** What the run was stays for those who bought it. */
  #keep({ run: { id, isUsed }, originAt, offSaleReason }: KeptRun, next: KnownTrain | undefined): void {
    const known = must(this.#runs.get(id))
    const isOnSale = offSaleReason === null && !this.#closed.has(id)
    const sale = { edition: known.run.edition + 1, offSaleReason, isOnSale }
    if (!next) {
      this.#runs.set(id, { ...known, run: { ...known.run, ...sale } })
      return
    }
    const { consist, fare } = next
    const former = isUsed ? [...known.run.former, known.run] : known.run.former
    const seats = keepSeats(
      must(this.#consists.get(consist)),
      former.map((one) => one.consist),
    )
    const content = { train: next.train, originAt, consist: seats, fare: must(this.#fares.get(fare)) }
    this.#runs.set(id, { run: { ...known.run, ...sale, ...content, former }, known: next, consist, fare })
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the timetable names something that it does not have')
  return value
}
