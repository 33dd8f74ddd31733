import { buildNetwork } from '../../domain/build-network.ts'
import type { Consist } from '../../domain/consist.ts'
import type { Fare } from '../../domain/fare.ts'
import type { ConsistId, SeatId, StationCode, TrainId, TrainRunId } from '../../domain/ids.ts'
import type { Network } from '../../domain/network.ts'
import { serviceDayOrigin } from '../../domain/service-day.ts'
import type { Station } from '../../domain/station.ts'
import type { ConsistPlan, ImportReport, Timetable, TrainPlan } from '../../domain/timetable.ts'
import type { Train, TrainRun } from '../../domain/train-run.ts'
import { consistDigest, fareDigest, timetableDigests } from '../digest.ts'
import { planImport } from '../import-plan.ts'
import type { ImportOptions } from '../store.ts'

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
}

/** Stations, trains, consists, fares and runs of the memory store. */
export class MemoryTimetable {
  readonly #stations = new Map<StationCode, Station>()
  readonly #consists = new Map<string, Consist>()
  readonly #fares = new Map<string, Fare>()
  readonly #trains = new Map<TrainId, KnownTrain>()
  readonly #runs = new Map<TrainRunId, KnownRun>()
  #nextId = 1
  #nextSeatId = 1
  #version = 0

  network(): Network {
    const runs = [...this.#runs.values()].map((known) => known.run)
    return buildNetwork({ version: this.#version, stations: this.#stations.values(), runs })
  }

  findRun(id: TrainRunId): TrainRun | undefined {
    return this.#runs.get(id)?.run
  }

  import(timetable: Timetable, options: ImportOptions, isUsed: (id: TrainRunId) => boolean): ImportReport {
    const ofSource = [...this.#trains.values()].filter((known) => known.source === timetable.source)
    const runs = [...this.#runs.values()].filter(
      ({ run, known }) => known.source === timetable.source && run.serviceDate >= options.fromDate,
    )
    const plan = planImport(timetable, options, timetableDigests(timetable), {
      trains: ofSource.map(({ train, plan, digest }) => ({ id: train.id, key: plan.key, digest })),
      runs: runs.map(({ run, known }) => ({
        id: run.id,
        trainId: run.train.id,
        key: known.plan.key,
        serviceDate: run.serviceDate,
        consist: known.consist,
        fare: known.fare,
        isUsed: isUsed(run.id),
      })),
    })
    for (const station of timetable.stations) this.#stations.set(station.code, station)
    for (const consist of timetable.consists) this.#addConsist(consist)
    for (const fare of timetable.fares) this.#fares.set(fareDigest(fare), fare)
    for (const id of plan.remove) this.#runs.delete(id)
    for (const { id, isOnSale } of plan.keep) this.#setOnSale(id, isOnSale)
    for (const known of ofSource) known.isCurrent = false
    const digests = timetableDigests(timetable)
    const trains = plan.trains.map(({ plan: train, digest, trainId }) =>
      this.#putTrain(
        timetable.source,
        train,
        digest,
        trainId,
        digests.consist(train.consistName),
        digests.fare(train.fareName),
      ),
    )
    for (const { train, serviceDate } of plan.open) this.#open(trains[train], serviceDate)
    this.#version++
    return {
      source: timetable.source,
      stations: timetable.stations.length,
      trains: timetable.trains.length,
      consists: timetable.consists.length,
      runsOpened: plan.open.length,
      runsKept: plan.keep.length,
      runsRemoved: plan.remove.length,
      fromDate: options.fromDate,
      toDate: options.toDate,
    }
  }

  openRuns(fromDate: string, toDate: string): number {
    const open = new Set(
      [...this.#runs.values()].map(
        ({ run, known }) => `${known.source}\n${known.plan.key}\n${run.serviceDate}`,
      ),
    )
    let count = 0
    for (const known of this.#trains.values()) {
      if (!known.isCurrent) continue
      for (const date of known.plan.serviceDates) {
        if (date < fromDate || toDate < date || open.has(`${known.source}\n${known.plan.key}\n${date}`))
          continue
        this.#open(known, date)
        count++
      }
    }
    if (count > 0) this.#version++
    return count
  }

  #addConsist(plan: ConsistPlan): void {
    const digest = consistDigest(plan)
    if (this.#consists.has(digest)) return
    const seats = plan.seats.map((seat, index) => ({ ...seat, index, id: this.#nextSeatId++ as SeatId }))
    this.#consists.set(digest, { ...plan, id: this.#nextId++ as ConsistId, seats })
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

  #open(known: KnownTrain | undefined, serviceDate: string): void {
    const consist = known && this.#consists.get(known.consist)
    const fare = known && this.#fares.get(known.fare)
    if (!known || !consist || !fare) throw new Error(`a run on ${serviceDate} has no train, consist or fare`)
    const id = this.#nextId++ as TrainRunId
    const originAt = serviceDayOrigin(serviceDate, known.plan.timeZone)
    const run = { id, train: known.train, serviceDate, originAt, consist, fare, isOnSale: true }
    this.#runs.set(id, { run, known })
  }

  #setOnSale(id: TrainRunId, isOnSale: boolean): void {
    const known = this.#runs.get(id)
    if (known) this.#runs.set(id, { known: known.known, run: { ...known.run, isOnSale } })
  }
}
