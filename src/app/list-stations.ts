import type { Network } from '../domain/network.ts'
import type { Station } from '../domain/station.ts'
import type { Deps } from './deps.ts'

interface FoldedStation {
  readonly station: Station
  readonly code: string
  readonly name: string
}

/** A network never changes, an import makes a new one: what is made of it goes with it. */
const foldedByNetwork = new WeakMap<Network, readonly FoldedStation[]>()

/**
 * Stations whose code or name matches what a passenger types, whatever its capitals and accents; the code first, then names that
 * begin so, then words that do, then the rest, each in order of name. Nothing typed: all stations in order of name.
 */
export function listStations(deps: Pick<Deps, 'store'>, typed: string): readonly Station[] {
  const network = deps.store.network()
  const wanted = fold(typed)
  if (wanted === '') return network.stationsByName
  const ranks: Station[][] = [[], [], [], []]
  for (const folded of foldedOf(network)) ranks[rankOf(folded, wanted)]?.push(folded.station)
  return ranks.flat()
}

function foldedOf(network: Network): readonly FoldedStation[] {
  const known = foldedByNetwork.get(network)
  if (known) return known
  const made = network.stationsByName.map((station) => ({
    station,
    code: fold(station.code),
    name: fold(station.name),
  }))
  foldedByNetwork.set(network, made)
  return made
}

/** Position in the list of ranks; -1 where nothing matches. */
function rankOf(folded: FoldedStation, wanted: string): number {
  if (folded.code === wanted) return 0
  const at = folded.name.indexOf(wanted)
  if (at === 0) return 1
  if (at < 0) return folded.code.startsWith(wanted) ? 3 : -1
  return ` ${folded.name}`.includes(` ${wanted}`) ? 2 : 3
}

/** Letters that are none with a mark to Unicode, and that other keyboards do not have. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ħ: 'h',
  ł: 'l',
  ı: 'i',
}

/** Small letters without accents; anything that is neither letter nor digit separates words. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøðđþħłı]/g, (letter) => plainLetters[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
