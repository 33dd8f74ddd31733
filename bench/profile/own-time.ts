import type { Profiler } from 'node:inspector'

/** A part of a profile and the time spent in it, without what it calls, in microseconds. */
interface OwnTime {
  readonly name: string
  readonly microseconds: number
}

/** Sums a profile by whatever `nameOf` calls its frames, longest first. */
export function ownTimes(
  profile: Profiler.Profile,
  nameOf: (frame: Profiler.ProfileNode['callFrame']) => string,
): readonly OwnTime[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const sums = new Map<string, number>()
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const name = names.get(id) ?? ''
    sums.set(name, (sums.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0))
  }
  return [...sums]
    .map(([name, microseconds]) => ({ name, microseconds }))
    .toSorted((a, b) => b.microseconds - a.microseconds)
}

/** The module of a frame: a folder of ours, a package, a part of Node, or the engine that runs it all. */
export function moduleOf({ url, functionName }: Profiler.ProfileNode['callFrame']): string {
  const own = /\/(src|bench)\/(.*)$/.exec(url)
  if (url.includes('/node_modules/')) return /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url
  if (own?.[2] !== undefined) return `${own[1]}/${own[2].split('/').slice(0, 2).join('/')}`
  if (url.startsWith('node:')) return url
  return functionName.startsWith('(') ? functionName : `native: ${functionName}`
}

/** One function, with the line where it begins. */
export function functionOf(frame: Profiler.ProfileNode['callFrame']): string {
  const { functionName, url, lineNumber } = frame
  const place = url.replace(/^.*\/((?:node_modules|src|bench)\/)/, '$1')
  return place === '' ? moduleOf(frame) : `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`
}

const aside = new Set(['(idle)', '(root)'])

/** Whether the thread worked: it neither waited for something to do nor had nothing on its stack. */
export function isWork({ name }: OwnTime): boolean {
  return !aside.has(name)
}
