/**
 * Lets newcomers in only as fast as the server can serve them to the end. Someone who asks a question will
 * ask more, hold a seat and pay; refusing every second request of everyone would let hardly anyone reach a
 * ticket, and the answers given on the way would be wasted. So under overload those who are already in go on,
 * and others are told to come back.
 */
export interface Admission {
  /** True if the caller with this name may go on or come in now. */
  letIn(name: string | number, nowMs: number): boolean
  /** Names remembered. */
  readonly size: number
}

/** What the server has to do. */
interface Load {
  /** The share of time in which it was busy lately, from 0 to 1. */
  busyShare(): number
  /** How late it is, as a multiple of what is bearable; more than 1 is overload. */
  lateness(): number
}

interface AdmissionBounds {
  /** As many a second come in however busy the server is, and that many at once. */
  readonly fewestPerSecond: number
  /** Whoever was served less than this ago is still in. */
  readonly rememberedMs: number
  readonly maxNames: number
}

export const admissionBounds: AdmissionBounds = {
  ...{ fewestPerSecond: 20, rememberedMs: 60_000, maxNames: 200_000 },
}

/** How often the rate is set anew. */
const stepMs = 50
/** Over which time newcomers and load are compared: some visits long, and still soon in a rush. */
const learningMs = 2_000
/** The rest is for what comes unevenly. */
const aimedShare = 0.98
/** Less load than this says little about what a newcomer costs. */
const leastShare = 0.05
/** While the server is late, its estimate was too high, and falls by so much with each step. */
const fall = 0.01
/** While the server is late, newcomers wait until it has caught up, but never all of them. */
const leastFactor = 0.2
/** When nobody has been refused for so many steps, the rate has no bound again. */
const calmSteps = 20

/**
 * The rate is what the load of earlier newcomers allows: if a hundred a second kept the server busy for half
 * of the time, it can serve two hundred. That does not depend on how long a visit takes, of which the load
 * alone would learn too late.
 */
export function makeAdmission(load: Load, bounds: AdmissionBounds = admissionBounds): Admission {
  const regulars = makeRegulars(bounds)
  const learned = { perSecond: 0, busyShare: 0 }
  const since = { admitted: 0, refused: 0 }
  let rate = Infinity
  let room = 0
  let steppedAt = Number.NEGATIVE_INFINITY
  let calm = 0

  function learn(steps: number, lateness: number): void {
    // A late server is busy all the time, whatever a newcomer costs.
    if (lateness > 1) {
      if (rate !== Infinity) learned.perSecond *= (1 - fall) ** steps
      return
    }
    const share = Math.min(1, (steps * stepMs) / learningMs)
    const perSecond = (since.admitted * 1000) / (steps * stepMs)
    learned.perSecond += (perSecond - learned.perSecond) * share
    learned.busyShare += (load.busyShare() - learned.busyShare) * share
  }

  function nextRate(lateness: number): number {
    calm = since.refused === 0 ? calm + 1 : 0
    if (rate === Infinity ? lateness <= 1 : calm > calmSteps && lateness <= 1) return Infinity
    const bearable = (aimedShare * learned.perSecond) / Math.max(leastShare, learned.busyShare)
    return Math.max(bounds.fewestPerSecond, bearable * Math.max(leastFactor, Math.min(1, 1 / lateness)))
  }

  function step(nowMs: number): void {
    const steps = Math.min((nowMs - steppedAt) / stepMs, learningMs / stepMs)
    steppedAt = nowMs
    const lateness = load.lateness()
    learn(steps, lateness)
    rate = nextRate(lateness)
    since.admitted = since.refused = 0
    const most = Math.max(bounds.fewestPerSecond, (rate * 2 * stepMs) / 1000)
    room = Math.min(most, room + (rate * steps * stepMs) / 1000)
  }

  return {
    get size() {
      return regulars.size
    },
    letIn(name, nowMs) {
      if (nowMs - steppedAt >= stepMs) step(nowMs)
      if (regulars.has(name, nowMs)) return true
      if (room < 1) {
        since.refused++
        return false
      }
      room--
      since.admitted++
      regulars.add(name)
      return true
    },
  }
}

/**
 * Remembers names in two generations, and forgets the older one when the younger is full or old enough, so
 * that a name that keeps coming stays.
 */
function makeRegulars({ rememberedMs, maxNames }: AdmissionBounds) {
  let young = new Set<string | number>()
  let old = new Set<string | number>()
  let bornAt = Number.NEGATIVE_INFINITY
  const renew = (nowMs: number) => {
    old = nowMs - bornAt < 2 * rememberedMs ? young : new Set()
    young = new Set()
    bornAt = nowMs
  }
  return {
    get size() {
      return young.size + old.size
    },
    has(name: string | number, nowMs: number): boolean {
      if (nowMs - bornAt >= rememberedMs || young.size >= maxNames / 2) renew(nowMs)
      if (young.has(name)) return true
      if (!old.has(name)) return false
      young.add(name)
      return true
    },
    add(name: string | number): void {
      young.add(name)
    },
  }
}
